package dev.appmigrations.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.Pools;
import dev.appmigrations.support.SwallowingProxy;
import dev.appmigrations.support.TestDatabase;
import dev.appmigrations.support.Wiretap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A network that loses a connection, and tells neither end.
 */
@OldestAndNewest
class HalfOpenConnectionTests {

	private static final Duration NETWORK = Duration.ofSeconds(2);

	private static final Duration SOON = Duration.ofSeconds(60);

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private SwallowingProxy proxy;

	@BeforeEach
	void setUp() {
		this.database.execute("CREATE TABLE t (id int)");
		this.proxy = new SwallowingProxy();
	}

	@AfterEach
	void tearDown() {
		this.proxy.close();
	}

	private CompletableFuture<MigrationReport> migrate(DataSource dataSource) {
		return migrate(dataSource, NETWORK);
	}

	private CompletableFuture<MigrationReport> migrate(DataSource dataSource, Duration network) {
		MigratorOptions options = MigratorOptions.defaults()
			.with(new MigratorOptions.Waiting(Duration.ZERO, null, Duration.ZERO, LockLimits.DEFAULT, network));
		Migrator migrator = Migrator.builder(dataSource, this.scripts).options(options).build();
		return CompletableFuture.supplyAsync(migrator::migrate);
	}

	private String awaitBackend(String waitsFor) {
		String query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = '"
				+ waitsFor + "'";
		await().atMost(SOON).until(() -> !this.database.list(query).isEmpty());
		return this.database.value(query);
	}

	private void end(String backend) {
		assertThat(this.database.value("SELECT pg_terminate_backend(" + backend + ", 30000)")).isEqualTo("t");
	}

	private static void assertLost(CompletableFuture<MigrationReport> run, String... texts) {
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> run.get(SOON.toSeconds(), TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOfSatisfying(MigrationException.class, (ex) -> {
				assertThat(ex.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
				assertThat(ex.description()).contains(texts);
			});
	}

	@Test
	void migrateWhenTheBackendIsGoneAndNobodySaysSoEnds() {
		this.scripts.with("1_a.sql", "CREATE TABLE a ();\nSELECT pg_sleep(600);");
		CompletableFuture<MigrationReport> run = migrate(this.proxy.dataSource(this.database));
		String backend = awaitBackend("PgSleep");
		this.proxy.swallow();
		end(backend);
		assertLost(run, "1_a.sql", "Backend " + backend, "is gone", "noticed by a second one",
				"Nobody can tell whether its transaction was committed");
		this.scripts.with("1_a.sql", "CREATE TABLE a ();");
		assertThat(migrate(this.database.dataSource()).join().steps()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3 })
	void migrateWhenAConcurrentStatementIsLostEndsWithAPoolOf(int connections) throws Exception {
		this.scripts.with("1_a.sql", "CREATE INDEX CONCURRENTLY t_id ON t (id);");
		try (Connection reader = this.database.dataSource().getConnection();
				HikariDataSource pool = Pools.of(this.database, (config) -> {
					config.setJdbcUrl(this.proxy.url(this.database));
					config.setMaximumPoolSize(connections);
				})) {
			reader.setAutoCommit(false);
			reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			reader.createStatement().execute("SELECT 1");
			CompletableFuture<MigrationReport> run = migrate(pool);
			String backend = awaitBackend("virtualxid");
			this.proxy.swallow();
			end(backend);
			assertLost(run, "1_a.sql", "is gone", "the server may finish it or not");
			reader.rollback();
			assertThat(migrate(pool).join().steps()).hasSize(1);
		}
	}

	@Test
	void migrateWhenNothingReachesTheDatabaseAnyMoreEnds() {
		this.scripts.with("1_a.sql", "SELECT pg_sleep(600);");
		CompletableFuture<MigrationReport> run = migrate(this.proxy.dataSource(this.database));
		awaitBackend("PgSleep");
		this.proxy.swallow();
		this.proxy.refuse();
		assertLost(run, "1_a.sql", "no other connection reached the database");
	}

	@Test
	void migrateWhenAStatementTakesLongLetsIt() throws Exception {
		this.scripts.with("1_a.sql", "SELECT pg_sleep(3);");
		PGSimpleDataSource dataSource = this.proxy.dataSource(this.database);
		dataSource.setSocketTimeout(1);
		try (CapturedLog log = CapturedLog.open()) {
			assertThat(migrate(dataSource, Duration.ofMillis(400)).get(SOON.toSeconds(), TimeUnit.SECONDS).steps())
				.hasSize(1);
			assertThat(log.messages(Level.INFO))
				.anySatisfy((line) -> assertThat(line).contains("socketTimeout of 1000 ms does not end a migration"));
		}
	}

	@Test
	void migrateWithAPoolOfOneWaits() throws Exception {
		this.scripts.with("1_a.sql", "SELECT pg_sleep(3);");
		try (HikariDataSource pool = Pools.of(this.database, (config) -> config.setConnectionTimeout(250))) {
			assertThat(migrate(pool, Duration.ofMillis(400)).get(SOON.toSeconds(), TimeUnit.SECONDS).steps())
				.hasSize(1);
		}
	}

	/** As behind a load balancer: there it does not know the first one's backend. */
	@Test
	void migrateWhenTheSecondConnectionLeadsToAnotherServerWaits() throws Exception {
		this.scripts.with("1_a.sql", "SELECT pg_sleep(3);");
		AtomicInteger asked = new AtomicInteger();
		try (Wiretap tap = new Wiretap(TestDatabase.port())) {
			tap.rewrite((query) -> {
				asked.incrementAndGet();
				return query.replace("pg_catalog.pg_postmaster_start_time()", "pg_catalog.now()")
					.replace("pg_catalog.pg_stat_activity a", "(SELECT * FROM pg_catalog.pg_stat_activity LIMIT 0) a");
			});
			DataSource direct = this.database.dataSource();
			AtomicInteger connections = new AtomicInteger();
			DataSource balanced = new DelegatingDataSource(tap.dataSource(this.database.name())) {

				@Override
				public Connection getConnection() throws SQLException {
					return (connections.incrementAndGet() == 1) ? direct.getConnection() : super.getConnection();
				}

			};
			assertThat(migrate(balanced, Duration.ofMillis(400)).get(SOON.toSeconds(), TimeUnit.SECONDS).steps())
				.hasSize(1);
		}
		assertThat(asked).hasValueGreaterThan(2);
	}

	@Test
	void theServerWaitsForAClientAsLongAsItIsTold() {
		String ours = "CREATE TABLE %s AS SELECT current_setting('tcp_user_timeout') AS at_start;\n";
		this.scripts.with("1_a.sql", ours.formatted("a") + "RESET ALL;\nSET tcp_user_timeout = '5s';")
			.with("2_b.sql", ours.formatted("b"));
		try (HikariDataSource pool = Pools.of(this.database,
				(config) -> config.setConnectionInitSql("SET tcp_user_timeout = '7s'"))) {
			assertThat(migrate(pool, Duration.ofSeconds(60)).join().steps()).hasSize(2);
			assertThat(List.of(this.database.value("SELECT at_start FROM a"),
					this.database.value("SELECT at_start FROM b")))
				.containsOnly("60000");
			assertThat(setting(pool)).isEqualTo("7000");
			this.scripts.with("3_c.sql", ours.formatted("c"));
			assertThat(migrate(pool, Duration.ZERO).join().steps()).hasSize(1);
			assertThat(this.database.value("SELECT at_start FROM c")).isEqualTo("7000");
		}
	}

	private static String setting(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection();
				var statement = connection.createStatement();
				var result = statement.executeQuery("SHOW tcp_user_timeout")) {
			assertThat(result.next()).isTrue();
			return result.getString(1);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
