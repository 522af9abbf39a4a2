package dev.appmigrations.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.Pools;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Limits of the role or of the pool, which are meant for requests and not for migrations.
 */
@OldestAndNewest
class TimeoutTests {

	private static final int LONGER_MS = 900;

	private static final String LIMITS = "statement_timeout idle_in_transaction_session_timeout idle_session_timeout"
			+ " lock_timeout";

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private String role;

	@BeforeEach
	void setUp() {
		this.role = "limited_" + this.database.name();
		this.database
			.execute("CREATE TABLE t (id int); CREATE ROLE " + this.role + " SUPERUSER LOGIN PASSWORD" + " 'postgres'");
		// Starts with a statement of each kind that may last.
		this.scripts.with("1_a.sql", "SELECT pg_sleep(0.9);\nALTER TABLE t ADD c int;")
			.with("2_b.sql", "CREATE INDEX CONCURRENTLY t_id ON t (id);")
			.with("3_c.sql", "-- migrate:transaction false\nSELECT pg_sleep(0.9);");
	}

	@AfterEach
	void tearDown() {
		this.database.close();
		try (TestDatabase other = TestDatabase.create()) {
			other.execute("DROP ROLE " + this.role);
		}
	}

	private Migrator migrator(DataSource dataSource, Sleeper sleeper) {
		MigratorOptions.Waiting waiting = MigratorOptions.defaults().waiting();
		LockLimits limits = new LockLimits(Duration.ofMillis(200), Duration.ofMinutes(1));
		return Migrator.builder(dataSource, this.scripts)
			.options(MigratorOptions.defaults()
				.with(new MigratorOptions.Waiting(waiting.database(), waiting.advisoryLock(), waiting.replay(),
						limits)))
			.time(Clock.systemUTC(), sleeper)
			.build();
	}

	/**
	 * The table is busy for three attempts with long pauses; then a snapshot makes the
	 * concurrent statement wait.
	 */
	private void assertMigrates(DataSource dataSource) throws Exception {
		AtomicInteger pauses = new AtomicInteger();
		try (Connection reader = this.database.dataSource().getConnection();
				Connection snapshot = this.database.dataSource().getConnection();
				Statement reads = reader.createStatement();
				Statement keeps = snapshot.createStatement()) {
			reader.setAutoCommit(false);
			reads.execute("SELECT * FROM t");
			snapshot.setAutoCommit(false);
			snapshot.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			keeps.execute("SELECT 1");
			Migrator migrator = migrator(dataSource, (duration) -> {
				Thread.sleep(LONGER_MS);
				if (pauses.incrementAndGet() == 2) {
					rollback(reader);
				}
			});
			CompletableFuture<MigrationReport> run = CompletableFuture.supplyAsync(migrator::migrate);
			await().atMost(1, TimeUnit.MINUTES)
				.until(() -> run.isDone() || !this.database
					.list("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'CREATE INDEX%'"
							+ " AND clock_timestamp() - query_start > interval '" + LONGER_MS + " ms'")
					.isEmpty());
			snapshot.rollback();
			assertThat(run.get(1, TimeUnit.MINUTES).steps()).hasSize(3);
		}
		assertThat(pauses).hasValueGreaterThanOrEqualTo(2);
	}

	private static void rollback(Connection connection) {
		try {
			connection.rollback();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void limitsOfTheRoleEndNoMigration() throws Exception {
		for (String limit : LIMITS.split(" ")) {
			this.database.execute("ALTER ROLE " + this.role + " SET " + limit + " = '500ms'");
		}
		if (this.database.value("SELECT count(*) FROM pg_settings WHERE name = 'transaction_timeout'").equals("1")) {
			this.database.execute("ALTER ROLE " + this.role + " SET transaction_timeout = '500ms'");
		}
		assertMigrates(this.database.dataSource(this.role));
	}

	@Test
	void limitsOfThePoolEndNoMigrationAndHoldAgainAfterwards() throws Exception {
		StringBuilder initial = new StringBuilder();
		for (String limit : LIMITS.split(" ")) {
			initial.append("SET ").append(limit).append(" = '700ms';");
		}
		try (HikariDataSource pool = Pools.of(this.database, (config) -> {
			config.setConnectionInitSql(initial.toString());
			config.setMaximumPoolSize(1);
		})) {
			assertMigrates(pool);
			try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
				for (String limit : LIMITS.split(" ")) {
					var result = statement.executeQuery("SHOW " + limit);
					assertThat(result.next()).isTrue();
					assertThat(result.getString(1)).as(limit).isEqualTo("700ms");
				}
			}
		}
	}

}
