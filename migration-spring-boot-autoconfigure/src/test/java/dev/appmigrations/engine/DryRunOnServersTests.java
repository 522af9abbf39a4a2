package dev.appmigrations.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.report.DryRunReport;
import dev.appmigrations.engine.report.PreFlightReport.Kind;
import dev.appmigrations.engine.report.PreFlightReport.Obstacle;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.PgBouncer;
import dev.appmigrations.support.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * The dry run that executes nothing: on a standby, behind a pooler, and while a table is
 * vacuumed.
 */
@OldestAndNewest
class DryRunOnServersTests {

	private static final String TABLE = "CREATE TABLE orders (id int PRIMARY KEY, total int);"
			+ " INSERT INTO orders SELECT g, g FROM generate_series(1, 50000) g; ANALYZE orders";

	private final MemoryScripts scripts = new MemoryScripts().with("1_a.sql",
			"ALTER TABLE orders ALTER total TYPE bigint;\nUPDATE orders SET total = 0;");

	@TempDir
	private Path folder;

	private DryRunReport dryRun(DataSource dataSource) {
		return Migrator.builder(dataSource, this.scripts).build().safety().dryRun(null);
	}

	private static void execute(DataSource dataSource, String sql) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String value(DataSource dataSource, String sql) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			return (result.next()) ? String.valueOf(result.getString(1)) : "";
		}
	}

	private static void assertThatItTellsEverything(DryRunReport report) {
		assertThat(report.steps()).extracting(DryRunReport.Step::name).containsExactly("1_a.sql");
		assertThat(report.safety().findings()).extracting(Finding::rule).contains("change-column-type");
		assertThat(report.safety().unknown()).isNull();
	}

	@Nested
	class OwnServer {

		private EmbeddedPostgres start() throws IOException {
			return EmbeddedPostgres.builder()
				.setDataDirectory(DryRunOnServersTests.this.folder.resolve("data"))
				.setCleanDataDirectory(false)
				.setPGStartupWait(Duration.ofSeconds(60))
				.setServerConfig("fsync", "off")
				.setServerConfig("synchronous_commit", "off")
				.setServerConfig("max_connections", "20")
				.setServerConfig("autovacuum_naptime", "1s")
				.start();
		}

		/** A server without a primary stays a standby for good. */
		@Test
		void dryRunOnAStandbyTellsAllButWhoIsInTheWay() throws Exception {
			try (EmbeddedPostgres server = start()) {
				execute(server.getPostgresDatabase(), TABLE);
			}
			Files.createFile(DryRunOnServersTests.this.folder.resolve("data/standby.signal"));
			try (EmbeddedPostgres standby = start()) {
				DataSource dataSource = standby.getPostgresDatabase();
				assertThat(value(dataSource, "SELECT pg_is_in_recovery()")).isEqualTo("t");
				DryRunReport report = dryRun(dataSource);
				assertThatItTellsEverything(report);
				assertThat(report.preFlight().obstacles()).isEmpty();
				assertThat(report.preFlight().unknown()).contains("standby");
			}
		}

		@Test
		void dryRunWhenAVacuumPreventsWraparoundSaysThatItDoesNotGiveWay() throws Exception {
			try (EmbeddedPostgres server = start()) {
				DataSource dataSource = server.getPostgresDatabase();
				execute(dataSource, TABLE);
				execute(dataSource, "ALTER TABLE orders SET (autovacuum_freeze_max_age = 100000,"
						+ " autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1)");
				// each with a number of its own
				execute(dataSource, "DO $$ BEGIN FOR i IN 1..110000 LOOP PERFORM pg_current_xact_id(); COMMIT;"
						+ " END LOOP; END $$");
				await().atMost(Duration.ofMinutes(2))
					.until(() -> !value(dataSource, "SELECT pid FROM pg_stat_activity WHERE query LIKE"
							+ " 'autovacuum: VACUUM public.orders (to prevent wraparound)'")
						.isEmpty());
				List<Obstacle> obstacles = dryRun(dataSource).preFlight().obstacles();
				assertThat(obstacles).extracting(Obstacle::kind).containsExactly(Kind.WRAPAROUND_VACUUM);
				assertThat(obstacles.get(0)).asString()
					.contains("SHARE UPDATE EXCLUSIVE on public.orders", "does not give way", "1_a.sql, line 1");
			}
		}

	}

	@Nested
	class SharedServer {

		@FreshDatabase
		private TestDatabase database;

		@Test
		void dryRunWhenSomebodyVacuumsNamesTheSession() throws Exception {
			this.database.execute(TABLE);
			try (Connection other = this.database.dataSource().getConnection();
					Statement statement = other.createStatement()) {
				statement.execute("SET vacuum_cost_delay = 100");
				statement.execute("SET vacuum_cost_limit = 1");
				statement.execute("SET application_name = 'night job'");
				Thread vacuum = new Thread(() -> {
					try {
						statement.execute("VACUUM orders");
					}
					catch (SQLException ex) {
						// it is cancelled
					}
				});
				vacuum.start();
				try {
					await().atMost(Duration.ofSeconds(30))
						.until(() -> "1".equals(this.database.value("SELECT count(*) FROM pg_stat_progress_vacuum"
								+ " WHERE datname = current_database()")));
					assertThat(dryRun(this.database.dataSource()).preFlight().obstacles()).singleElement()
						.satisfies((obstacle) -> {
							assertThat(obstacle.kind()).isEqualTo(Kind.LOCK);
							assertThat(obstacle.toString()).contains("night job", "SHARE UPDATE EXCLUSIVE on",
									"VACUUM");
						});
				}
				finally {
					statement.cancel();
					vacuum.join();
				}
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "transaction", "session" })
		void dryRunBehindPgBouncerTellsEverythingAndLeavesNothing(String mode) throws Exception {
			assumeThat(PgBouncer.program()).as("PgBouncer is installed").isPresent();
			this.database.execute(TABLE);
			List<String> before = relations();
			try (Connection other = this.database.dataSource().getConnection();
					Statement statement = other.createStatement();
					PgBouncer bouncer = PgBouncer.start(DryRunOnServersTests.this.folder, this.database, mode, 1,
							"SELECT 1");
					HikariDataSource pool = bouncer.pool("shop")) {
				other.setAutoCommit(false);
				statement.execute("UPDATE orders SET total = 1 WHERE id = 1");
				String session = value(pool, "SELECT string_agg(name || setting, ',' ORDER BY name) FROM pg_settings");
				DryRunReport report = dryRun(pool);
				assertThatItTellsEverything(report);
				assertThat(report.preFlight().obstacles()).extracting(Obstacle::relation)
					.containsExactly("public.orders");
				// With one session of the server, the application goes on in that of the
				// dry run.
				assertThat(value(pool, "SELECT string_agg(name || setting, ',' ORDER BY name) FROM pg_settings"))
					.isEqualTo(session);
				assertThat(value(pool,
						"SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()" + " AND locktype = 'advisory'"))
					.isEqualTo("0");
			}
			assertThat(relations()).isEqualTo(before);
		}

		private List<String> relations() {
			List<String> all = new ArrayList<>();
			this.database.list("SELECT relname FROM pg_class WHERE oid >= 16384 ORDER BY 1")
				.forEach((name) -> all.add(String.valueOf(name)));
			return all;
		}

	}

}
