package dev.appmigrations.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.RunningReport;
import dev.appmigrations.engine.report.TrialReport;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FakeTime;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.JdbcCode;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.PgBouncer;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Migrations through PgBouncer, where that is installed.
 */
@OldestAndNewest
class PgBouncerTests {

	private static final int INSTANCES = 10;

	private static final int MIGRATIONS = 20;

	private static final String VANDALISM = """
			SET ROLE %1$s;
			SET search_path = elsewhere, public;
			SET application_name = 'vandal';
			SET TimeZone = 'Asia/Tokyo';
			SET lock_timeout = '123s';
			SET app.tenant = 'vandal';
			SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ;
			CREATE TEMP TABLE leftover (id int);
			""";

	private final MemoryScripts scripts = new MemoryScripts();

	@TempDir
	private Path folder;

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void createRole() {
		assumeTrue(PgBouncer.program().isPresent(), "PgBouncer is not installed");
		this.database
			.execute("CREATE SCHEMA elsewhere; CREATE ROLE " + role() + "; GRANT ALL ON SCHEMA public TO " + role());
	}

	private String role() {
		return this.database.name() + "_role";
	}

	private PgBouncer start(String mode, int sessions, String... settings) throws IOException {
		return PgBouncer.start(this.folder, this.database, mode, sessions,
				// In the other mode, PgBouncer itself discards it behind the first
				// client.
				("transaction".equals(mode)) ? "SET work_mem = '3MB'; SET statement_timeout = '50s'" : "SELECT 1",
				settings);
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "transaction" })
	void statusRecognizesThePooler(String mode) throws IOException {
		try (PgBouncer bouncer = start(mode, 2); HikariDataSource dataSource = bouncer.pool("shop")) {
			assertThat(Migrator.builder(dataSource, this.scripts).build().status().facts().pooled()).isTrue();
		}
		assertThat(Migrator.builder(this.database.dataSource(), this.scripts).build().status().facts().pooled())
			.isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "transaction" })
	void migrationInJavaCommitsWithItsCallbacksAndItsRecord(String mode) throws IOException {
		this.scripts.with("1_a.sql", "CREATE TABLE a (xid text DEFAULT pg_current_xact_id()::text);")
			.with("afterEachMigrate.sql", "INSERT INTO a DEFAULT VALUES;");
		try (PgBouncer bouncer = start(mode, 2); HikariDataSource dataSource = bouncer.pool("shop")) {
			Migrator.builder(dataSource, this.scripts).migration(JdbcCode.migration("2", true, (connection) -> {
				try (Statement statement = connection.createStatement()) {
					statement.execute("SET TimeZone = 'Asia/Tokyo'");
					statement.execute("INSERT INTO a DEFAULT VALUES");
				}
			})).build().migrate();
		}
		assertThat(this.database.list("SELECT count(*) FROM a GROUP BY xid ORDER BY 1")).containsExactly("1", "2");
		assertThat(this.database.list("SELECT migration_name FROM migration_history ORDER BY id"))
			.containsExactly("1_a.sql", "V2__code");
	}

	@Test
	void migrationInJavaWithoutATransactionIsRefused() throws IOException {
		try (PgBouncer bouncer = start("transaction", 2); HikariDataSource dataSource = bouncer.pool("shop")) {
			Migrator migrator = Migrator.builder(dataSource, this.scripts)
				.migration(JdbcCode.migration("2", false, (connection) -> {
					throw new IllegalStateException("It ran");
				}))
				.build();
			assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate)
				.withMessageContaining("behind a pooler each of its statements might reach another session");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "session ALTER DATABASE DB SET work_mem = '77MB'",
			"transaction ALTER DATABASE DB SET work_mem = '77MB'", "transaction SELECT alter_it()",
			"transaction DO $$ BEGIN PERFORM alter_it(); END $$",
			"transaction BEGIN; SELECT alter_it(); COMMIT; SELECT 1",
			"transaction DO $$ BEGIN PERFORM alter_it(); COMMIT; END $$" })
	void settingForLaterSessionsHoldsForTheNextScript(String modeAndScript) throws IOException {
		String[] parts = modeAndScript.split(" ", 2);
		this.database.execute("CREATE FUNCTION alter_it() RETURNS int LANGUAGE plpgsql AS $$ BEGIN"
				+ " EXECUTE 'alter database " + this.database.name() + " SET work_mem = ''77MB'''; RETURN 1; END $$");
		this.scripts.with("1_first.sql", parts[1].replace("DB", this.database.name()))
			.with("2_next.sql", "CREATE TABLE seen AS SELECT current_setting('work_mem') AS value");
		try (PgBouncer bouncer = PgBouncer.start(this.folder, this.database, parts[0], 4, "SELECT 1");
				HikariDataSource dataSource = bouncer.pool("shop", 3)) {
			Migrator.builder(dataSource, this.scripts).build().migrate();
		}
		assertThat(this.database.value("SELECT value FROM seen")).isEqualTo("77MB");
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "transaction" })
	void statusFindsARunThatWaitsAndThoseForWhom(String mode) throws Exception {
		this.database.execute("CREATE TABLE a (id int)");
		this.scripts.with("1_a.sql", "CREATE INDEX CONCURRENTLY a_id ON a (id);").with("2_b.sql", "LOCK TABLE a;");
		List<Blocker> told = new CopyOnWriteArrayList<>();
		try (PgBouncer bouncer = start(mode, 4);
				HikariDataSource dataSource = bouncer.pool("shop", 3);
				Connection snapshot = this.database.dataSource().getConnection();
				Connection lock = this.database.dataSource().getConnection()) {
			keep(snapshot, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT 1");
			keep(lock, "LOCK TABLE a IN ACCESS SHARE MODE; SET LOCAL work_mem = '4MB'");
			CompletableFuture<MigrationReport> run = CompletableFuture
				.supplyAsync(() -> Migrator.builder(dataSource, this.scripts).listener(new MigrationListener() {

					@Override
					public Duration progressInterval() {
						return Duration.ofMillis(50);
					}

					@Override
					public void onEvent(MigrationEvent event) {
						if (event instanceof MigrationEvent.IndexProgressed progressed) {
							told.addAll(progressed.build().blockers());
						}
					}

				}).build().migrate());
			await().atMost(30, TimeUnit.SECONDS).until(() -> !told.isEmpty());
			assertThat(told).extracting(Blocker::application).containsOnly("reader");
			awaitRunning((running) -> "CREATE INDEX CONCURRENTLY a_id ON a (id)".equals(running.query()));
			snapshot.rollback();
			awaitRunning((running) -> "2_b.sql".equals(running.migration()));
			lock.rollback();
			assertThat(run.get(1, TimeUnit.MINUTES).steps()).hasSize(2);
			await().atMost(1, TimeUnit.MINUTES).until(() -> status().running() == null);
		}
	}

	private static void keep(Connection connection, String statements) throws SQLException {
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET application_name = 'reader'");
			statement.execute(statements);
		}
	}

	private MigrationReport status() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build().status();
	}

	private void awaitRunning(Predicate<RunningReport> expected) {
		await().atMost(30, TimeUnit.SECONDS).until(() -> {
			RunningReport running = status().running();
			return running != null && "shop".equals(running.application()) && expected.test(running)
					&& running.blockedBy().stream().anyMatch((blocker) -> "reader".equals(blocker.application()));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "transaction" })
	void rehearseKeepsMigrationsApartAndLeavesNothing(String mode) throws IOException {
		this.scripts.with("1_a.sql", VANDALISM.formatted(role()) + "CREATE TABLE a (id int);")
			.with("2_b.sql", "CREATE TEMP TABLE b (id int);\nINSERT INTO elsewhere.a VALUES (1), (2);");
		this.database.execute("GRANT ALL ON SCHEMA elsewhere TO " + role());
		try (PgBouncer bouncer = start(mode, 1); HikariDataSource dataSource = bouncer.pool("shop")) {
			TrialReport report = Migrator.builder(dataSource, this.scripts).build().safety().tryOut(null);
			assertThat(report.failure()).isNull();
			assertThat(report.untried()).isEmpty();
			assertThat(report.steps()).extracting(TrialReport.Step::rows).containsExactly(0L, 2L);
		}
		assertThat(this.database.list("SELECT relname FROM pg_class WHERE oid >= 16384 AND relkind = 'r'")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "transaction" })
	void contractWorksAndInstancesSignOnAndOff(String mode) throws IOException {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int);");
		try (PgBouncer bouncer = start(mode, 4);
				HikariDataSource own = bouncer.pool("shop migrations");
				HikariDataSource dataSource = bouncer.pool("shop")) {
			Migrator migrator = Migrator.builder(dataSource, this.scripts).build();
			try (MigratorInstance instance = migrator.instance(own,
					new InstanceSettings("shop", Duration.ofMillis(100), Duration.ofSeconds(30), true),
					new NeverSuspended(), new Heartbeats())) {
				instance.migrate();
				this.scripts.with("2_b.sql", "-- migrate:phase contract\n-- migrate:requires 1\nDROP TABLE a;");
				assertThatExceptionOfType(MigrationException.class)
					.isThrownBy(() -> migrator.contract(ContractRequest.now()))
					.withMessageContaining("does not know it");
				assertThat(migrator.contract(ContractRequest.forced()).steps()).hasSize(1);
				assertThat(this.database.list("SELECT 1 FROM migration_progress")).isEmpty();
			}
			assertThat(this.database.list("SELECT 1 FROM migration_instance WHERE lapses_at > now()")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "transaction" })
	void migrateWhenInstancesStartTogetherAppliesEachMigrationOnce(String mode) throws Exception {
		this.scripts.with("000_done.sql", "CREATE TABLE done (number int); CREATE TABLE gate ();");
		for (int i = 1; i < MIGRATIONS; i++) {
			// Whoever is not alone fails here.
			this.scripts.with("%03d_insert.sql".formatted(i), "LOCK TABLE gate IN ACCESS EXCLUSIVE MODE NOWAIT;\n"
					+ "SELECT pg_advisory_unlock_all();\nINSERT INTO done VALUES (" + i + ");");
		}
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);
		int sessions = ("session".equals(mode)) ? INSTANCES : 4;
		try (PgBouncer bouncer = start(mode, sessions)) {
			List<Future<MigrationReport>> runs = new ArrayList<>();
			for (int i = 0; i < INSTANCES; i++) {
				runs.add(threads.submit(() -> {
					try (HikariDataSource dataSource = bouncer.pool("shop")) {
						start.await();
						return Migrator.builder(dataSource, this.scripts).build().migrate();
					}
				}));
			}
			start.countDown();
			int steps = 0;
			for (Future<MigrationReport> run : runs) {
				MigrationReport report = run.get(2, TimeUnit.MINUTES);
				assertThat(report.state()).isEqualTo(MigrationReport.State.CURRENT);
				steps += report.steps().size();
			}
			assertThat(steps).isEqualTo(MIGRATIONS);
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.database.value("SELECT count(*) = count(DISTINCT number) AND max(number) = count(*) FROM done"))
			.isEqualTo("t");
		assertThat(this.database.value("SELECT count(*) FROM migration_log")).isEqualTo(String.valueOf(MIGRATIONS));
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "transaction" })
	void migrateLeavesNothingInTheSessionsOfThePooler(String mode) throws Exception {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int);\n" + VANDALISM.formatted(role()))
			.with("2_b.sql", "CREATE TABLE b AS SELECT current_setting('search_path') AS path, current_user AS role,"
					+ " current_setting('statement_timeout') AS timeout");
		// With one session, the application's transactions run where migrations did.
		try (PgBouncer bouncer = start(mode, 1)) {
			List<String> before;
			try (HikariDataSource application = bouncer.pool("shop")) {
				before = look(application);
			}
			try (HikariDataSource migrations = bouncer.pool("migrations")) {
				List<String> own = look(migrations);
				assertThat(Migrator.builder(migrations, this.scripts).build().migrate().steps()).hasSize(2);
				assertThat(look(migrations)).isEqualTo(own);
			}
			try (HikariDataSource application = bouncer.pool("shop")) {
				assertThat(look(application)).isEqualTo(before);
			}
			this.scripts.with("3_c.sql", VANDALISM.formatted(role()) + "SELECT 1 / 0;");
			try (HikariDataSource migrations = bouncer.pool("migrations")) {
				List<String> own = look(migrations);
				assertThatExceptionOfType(StatementFailedException.class)
					.isThrownBy(() -> Migrator.builder(migrations, this.scripts).build().migrate())
					.satisfies((ex) -> assertThat(ex.location()).isEqualTo("db/migration/3_c.sql:9:1"));
				assertThat(look(migrations)).isEqualTo(own);
			}
			try (HikariDataSource application = bouncer.pool("shop")) {
				assertThat(look(application)).isEqualTo(before);
			}
		}
		assertThat(this.database.list("SELECT concat_ws(' ', path, role, timeout) FROM b"))
			.containsExactly("\"$user\", public postgres 0");
	}

	@Test
	void migrateOutsideTransactionHoldsTheLockInASecondConnection() throws Exception {
		this.database.execute("CREATE TABLE t AS SELECT i FROM generate_series(1, 100) i");
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int);")
			.with("2_b.sql",
					"CREATE TABLE b (id int);\nCREATE INDEX CONCURRENTLY t_i ON t (i);\nCREATE TABLE c (id int);");
		CompletableFuture<MigrationReport> first;
		CompletableFuture<MigrationReport> second;
		try (CapturedLog log = CapturedLog.open();
				PgBouncer bouncer = start("transaction", 6);
				HikariDataSource one = bouncer.pool("one", 2);
				HikariDataSource other = bouncer.pool("other", 2);
				Connection reader = this.database.dataSource().getConnection();
				Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			statement.execute("SELECT count(*) FROM t");
			first = CompletableFuture.supplyAsync(() -> Migrator.builder(one, this.scripts).build().migrate());
			await().until(() -> !this.database
				.list("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'CREATE INDEX%'")
				.isEmpty());
			assertThat(this.database.list("SELECT coalesce(a.backend_xmin::text, 'none') FROM pg_locks l"
					+ " JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.granted"))
				.containsExactly("none");
			second = CompletableFuture.supplyAsync(() -> Migrator.builder(other, this.scripts).build().migrate());
			TimeUnit.MILLISECONDS.sleep(500);
			assertThat(second).isNotDone();
			reader.rollback();
			assertThat(first.get(1, TimeUnit.MINUTES).steps()).hasSize(2);
			assertThat(second.get(1, TimeUnit.MINUTES).steps()).isEmpty();
			assertThat(log.messages(Level.WARN)).last()
				.asString()
				.contains("2_b.sql: the statement in line 2 runs outside a transaction",
						"statement_timeout of 50000 ms applies to it",
						"set the URL of the migrator's DataSource to the server itself");
		}
		assertThat(this.database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_i'::regclass"))
			.isEqualTo("t");
		assertThat(this.database.list("SELECT action FROM migration_log")).containsExactly("applied", "applied");
	}

	@Test
	void migrateOutsideTransactionWithPoolOfOneSaysWhatToDo() throws Exception {
		this.database.execute("CREATE TABLE t (i int)");
		this.scripts.with("1_a.sql", "CREATE INDEX CONCURRENTLY t_i ON t (i);");
		try (PgBouncer bouncer = start("transaction", 3); HikariDataSource pool = bouncer.pool("shop", 1)) {
			pool.setConnectionTimeout(500);
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> Migrator.builder(pool, this.scripts).build().migrate())
				.satisfies((ex) -> {
					assertThat(ex.description()).contains("needs a second connection", "1_a.sql:1:1");
					assertThat(ex.action()).contains("the pool's maximum size", "the URL of the migrator's DataSource");
				});
		}
		assertThat(Migrator.builder(this.database.dataSource(), this.scripts).build().migrate().steps()).hasSize(1);
	}

	/** The pooler itself refuses the second client. */
	@Test
	void migrateOutsideTransactionWhereThePoolerRefusesASecondClientSaysWhatToDo() throws Exception {
		this.database.execute("CREATE TABLE t (i int)");
		this.scripts.with("1_a.sql", "CREATE INDEX CONCURRENTLY t_i ON t (i);");
		try (PgBouncer bouncer = start("transaction", 3, "max_client_conn = 1");
				HikariDataSource pool = bouncer.pool("shop", 2)) {
			pool.setConnectionTimeout(1_000);
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> Migrator.builder(pool, this.scripts).build().migrate())
				.satisfies((ex) -> {
					assertThat(ex.description()).contains("needs a second connection", "1_a.sql:1:1");
					assertThat(ex.action())
						.contains("default_pool_size", "max_client_conn", "the URL of the migrator's DataSource")
						.doesNotContain("hikari");
				});
		}
	}

	/** Migrations are read through a connection that the pooler serves already. */
	@Test
	void migrateOutsideTransactionWhereThePoolerHasOneSessionSaysWhatToDo() throws Exception {
		this.database.execute("CREATE TABLE t (i int)");
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int);")
			.with("2_b.sql", "CREATE INDEX CONCURRENTLY t_i ON t (i);");
		try (PgBouncer bouncer = start("transaction", 1); HikariDataSource pool = bouncer.pool("shop", 4)) {
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> Migrator.builder(pool, this.scripts).build().migrate())
				.satisfies((ex) -> {
					assertThat(ex.description()).contains("needs two sessions of the server", "2_b.sql:1:1",
							"within 15 s", "The statement did not run");
					assertThat(ex.action())
						.contains("default_pool_size", "pool_mode=transaction", "the URL of the migrator's DataSource")
						.doesNotContain("hikari");
				});
			assertThat(look(pool)).contains("locks = 0");
			assertThat(this.database.list("SELECT action FROM migration_log ORDER BY id")).startsWith("applied");
			this.scripts.with("2_b.sql", "CREATE TABLE b (id int);");
			assertThat(Migrator.builder(pool, this.scripts).build().migrate().steps()).hasSize(1);
		}
	}

	@Test
	void migrateOutsideTransactionWhereThePoolerInSessionModeHasOneSessionSaysWhatToDo() throws Exception {
		this.database.execute("CREATE TABLE t (i int)");
		this.scripts.with("1_a.sql", "CREATE INDEX CONCURRENTLY t_i ON t (i);");
		try (PgBouncer bouncer = start("session", 1); HikariDataSource pool = bouncer.pool("shop", 4)) {
			pool.setConnectionTimeout(2_000);
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> Migrator.builder(pool, this.scripts).build().migrate())
				.satisfies((ex) -> {
					assertThat(ex.description()).contains("1_a.sql:1:1");
					assertThat(ex.action()).contains("default_pool_size", "pool_mode=transaction");
				});
		}
		assertThat(Migrator.builder(this.database.dataSource(), this.scripts).build().migrate().steps()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void migrateThroughStatementModeIsRefusedByName(boolean applied) throws Exception {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int);");
		if (applied) {
			Migrator.builder(this.database.dataSource(), this.scripts).build().migrate();
			this.scripts.with("2_b.sql", "CREATE TABLE b (id int);");
		}
		try (PgBouncer bouncer = start("statement", 2);
				HikariDataSource pool = bouncer.pool("shop", 2);
				HikariDataSource own = bouncer.pool("own")) {
			Migrator migrator = Migrator.builder(pool, this.scripts).build();
			for (int attempt = 1; attempt <= 2; attempt++) {
				assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate).satisfies((ex) -> {
					assertThat(ex.code()).isEqualTo(ErrorCode.DATABASE_UNSUPPORTED);
					assertThat(ex.description()).contains("statement mode", "pool_mode=statement");
					assertThat(ex.action()).contains("pool_mode=transaction", "the URL of the migrator's DataSource");
				});
			}
			try (MigratorInstance instance = migrator.instance(own,
					new InstanceSettings("shop", Duration.ofHours(1), Duration.ofHours(2), true), new NeverSuspended(),
					new Heartbeats())) {
				assertThatExceptionOfType(MigrationException.class).isThrownBy(instance::migrate)
					.withMessageContaining("pool_mode=transaction");
			}
			assertThat(migrator.status().pending()).hasSize(1);
		}
		assertThat(this.database.list("SELECT relname FROM pg_class WHERE oid >= 16384 AND relname IN ('a', 'b')"))
			.hasSize((applied) ? 1 : 0);
	}

	@Test
	void migrateWhenAnotherInstanceMigratesDirectlyWaitsForIt() throws Exception {
		this.scripts.with("1_a.sql", "SELECT 1");
		CountDownLatch finish = new CountDownLatch(1);
		CountDownLatch locked = new CountDownLatch(1);
		ExecutorService threads = Executors.newSingleThreadExecutor();
		try (PgBouncer bouncer = start("transaction", 2); HikariDataSource dataSource = bouncer.pool("shop")) {
			Future<MigrationReport> direct = threads.submit(
					() -> Migrator.builder(this.database.dataSource(), this.scripts).listener(new MigrationListener() {

						@Override
						public void onEvent(MigrationEvent event) {
							if (event instanceof MigrationEvent.Started) {
								locked.countDown();
								awaitQuietly(finish);
							}
						}

					}).build().migrate());
			assertThat(locked.await(30, TimeUnit.SECONDS)).isTrue();
			FakeTime time = new FakeTime();
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> Migrator.builder(dataSource, this.scripts)
					.options(MigratorOptions.defaults()
						.with(new MigratorOptions.Waiting(Duration.ZERO, Duration.ofSeconds(9), Duration.ZERO,
								LockLimits.DEFAULT)))
					.time(time, time)
					.build()
					.migrate())
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT));
			finish.countDown();
			assertThat(direct.get(30, TimeUnit.SECONDS).steps()).hasSize(1);
			assertThat(Migrator.builder(dataSource, this.scripts).build().migrate().steps()).isEmpty();
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** What a transaction of the application finds. */
	private static List<String> look(DataSource dataSource) throws SQLException {
		List<String> found = new ArrayList<>();
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			try (ResultSet settings = statement
				.executeQuery("SELECT name, setting FROM pg_settings" + " WHERE name NOT LIKE 'plpgsql.%'"
						+ " UNION ALL SELECT 'roles', concat_ws(' ', session_user, current_user)"
						+ " UNION ALL SELECT 'tenant', concat(current_setting('app.tenant', true))"
						+ " UNION ALL SELECT 'temporary', (SELECT count(*) FROM pg_class WHERE relnamespace ="
						+ " pg_my_temp_schema())::text"
						+ " UNION ALL SELECT 'locks', (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
						+ " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))::text"
						+ " ORDER BY 1")) {
				while (settings.next()) {
					found.add(settings.getString(1) + " = " + settings.getString(2));
				}
			}
		}
		return found;
	}

}
