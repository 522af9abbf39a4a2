package dev.appmigrations.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.RunningReport;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What everybody who looks is told of migrations that are running, and of who is in their
 * way.
 */
class RunningMigrationTests {

	private static final LockLimits PATIENT = new LockLimits(Duration.ofMinutes(1), Duration.ofMinutes(1));

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private Connection reader;

	@BeforeEach
	void setUp() throws SQLException {
		this.database.execute("CREATE TABLE t (id int)");
		this.reader = this.database.dataSource().getConnection();
		this.reader.setAutoCommit(false);
		this.reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
		try (Statement statement = this.reader.createStatement()) {
			statement.execute("SET application_name = 'reader'");
			statement.execute("SELECT * FROM t WHERE 'secret' <> ''");
		}
	}

	@AfterEach
	void tearDown() throws SQLException {
		this.reader.close();
	}

	private CompletableFuture<MigrationReport> start(MigratorOptions options, LockLimits limits, Sleeper sleeper) {
		MigratorOptions.Waiting waiting = options.waiting();
		PGSimpleDataSource named = (PGSimpleDataSource) this.database.dataSource();
		named.setApplicationName("shop");
		Migrator migrator = Migrator.builder(named, this.scripts)
			.options(options.with(
					new MigratorOptions.Waiting(waiting.database(), waiting.advisoryLock(), waiting.replay(), limits)))
			.time(Clock.systemUTC(), sleeper)
			.build();
		return CompletableFuture.supplyAsync(migrator::migrate);
	}

	private @Nullable RunningReport running() {
		return running(this.database.username(), MigratorOptions.defaults());
	}

	private @Nullable RunningReport running(String role, MigratorOptions options) {
		return Migrator.builder(this.database.dataSource(role), this.scripts)
			.options(options)
			.build()
			.status()
			.running();
	}

	private RunningReport awaitBlocked(String role, MigratorOptions options) {
		AtomicReference<@Nullable RunningReport> seen = new AtomicReference<>();
		await().atMost(1, TimeUnit.MINUTES).until(() -> {
			RunningReport running = running(role, options);
			seen.set(running);
			return running != null && !running.blockedBy().isEmpty();
		});
		return seen.get();
	}

	private RunningReport awaitBlocked() {
		return awaitBlocked(this.database.username(), MigratorOptions.defaults());
	}

	private void assertFinishes(CompletableFuture<MigrationReport> run) throws Exception {
		this.reader.rollback();
		assertThat(run.get(1, TimeUnit.MINUTES).steps()).isNotEmpty();
		assertThat(running()).isNull();
	}

	@Test
	void statusWhenNobodyMigratesTellsOfNoRun() {
		assertThat(running()).isNull();
	}

	@Test
	void statusWhileAMigrationWaitsTellsWhoIsInTheWay() throws Exception {
		this.scripts.with("1_a.sql", "ALTER TABLE t ADD c int DEFAULT 4711;");
		Instant before = Instant.now();
		CompletableFuture<MigrationReport> run = start(MigratorOptions.defaults(), PATIENT, Sleeper.THREAD);
		RunningReport running = awaitBlocked();
		assertThat(running.application()).isEqualTo("shop");
		assertThat(running.role()).isEqualTo("postgres");
		assertThat(running.client()).isEqualTo("127.0.0.1");
		assertThat(running.state()).isEqualTo("active");
		assertThat(running.migration()).isEqualTo("1_a.sql");
		assertThat(running.query()).isNull();
		assertThat(running.waitsFor()).isEqualTo("ACCESS EXCLUSIVE on t");
		assertThat(running.since()).isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5));
		assertThat(running.text()).startsWith("backend " + running.backend() + ", application shop, role postgres")
			.endsWith(": migration 1_a.sql, statement 1 of 1 (0 %); it waits for ACCESS EXCLUSIVE on t");
		assertThat(running.blockedBy()).singleElement().satisfies((blocker) -> {
			assertThat(blocker.application()).isEqualTo("reader");
			assertThat(blocker.state()).isEqualTo("idle in transaction");
			assertThat(blocker.transactionSeconds()).isNotNegative();
			assertThat(blocker.query()).isEqualTo("SELECT * FROM t WHERE ...");
		});
		assertFinishes(run);
	}

	@ParameterizedTest
	@ValueSource(strings = { "INSERT INTO t VALUES (1);\n", "COPY t FROM STDIN;\n1\n\\.\n" })
	void statusWhileALongMigrationWaitsTellsItsName(String before) throws Exception {
		this.scripts.with("1_a.sql", before.repeat(200) + "ALTER TABLE u ADD c int;");
		this.database.execute("CREATE TABLE u (id int)");
		this.reader.rollback();
		this.reader.createStatement().execute("SELECT * FROM u");
		CompletableFuture<MigrationReport> run = start(MigratorOptions.defaults(), PATIENT, Sleeper.THREAD);
		assertThat(awaitBlocked().migration()).isEqualTo("1_a.sql");
		assertFinishes(run);
	}

	@Test
	void statusWhileAMigrationPausesTellsWhoWasInTheWayAndStillIs() throws Exception {
		this.scripts.with("1_a.sql", "ALTER TABLE t ADD c int;");
		List<@Nullable RunningReport> seen = new CopyOnWriteArrayList<>();
		LockLimits impatient = new LockLimits(Duration.ofMillis(100), Duration.ofMinutes(1));
		CompletableFuture<MigrationReport> run = start(MigratorOptions.defaults(), impatient, (duration) -> {
			seen.add(running());
			if (seen.size() == 3) {
				rollback();
				seen.add(running());
			}
		});
		assertThat(run.get(1, TimeUnit.MINUTES).steps()).hasSize(1);
		assertThat(seen).hasSize(4).allSatisfy((running) -> {
			assertThat(running.state()).isEqualTo("idle");
			assertThat(running.migration()).isEqualTo("1_a.sql");
			assertThat(running.waitsFor()).isNull();
		});
		assertThat(seen.subList(0, 3))
			.allSatisfy((running) -> assertThat(running.blockedBy()).extracting(Blocker::application)
				.containsExactly("reader"));
		assertThat(seen.get(3).blockedBy()).isEmpty();
	}

	private void rollback() {
		try {
			this.reader.rollback();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void statusWhileAConcurrentStatementWaitsTellsForWhom() throws Exception {
		this.scripts.with("1_a.sql", "CREATE INDEX CONCURRENTLY t_id ON t (id);");
		CompletableFuture<MigrationReport> run = start(MigratorOptions.defaults(), PATIENT, Sleeper.THREAD);
		// The name comes from the progress, which is read a moment before what runs: what
		// was seen to run has its progress in the next reading.
		awaitBlocked();
		RunningReport running = awaitBlocked();
		assertThat(running.migration()).isEqualTo("1_a.sql");
		assertThat(running.statement()).isOne();
		assertThat(running.percent()).isNotNull();
		assertThat(running.query()).isEqualTo("CREATE INDEX CONCURRENTLY t_id ON t (id)");
		assertThat(running.waitsFor()).isEqualTo("the end of another transaction");
		assertThat(running.blockedBy()).extracting(Blocker::application).containsExactly("reader");
		assertFinishes(run);
	}

	@Test
	void statusWhileAMigrationWaitsForAPreparedTransactionTellsItsName() throws Exception {
		this.database.execute("CREATE TABLE other (id int)");
		try (Statement statement = this.reader.createStatement()) {
			statement.execute("PREPARE TRANSACTION 'forgotten'");
			statement.execute("SELECT * FROM other");
			statement.execute("PREPARE TRANSACTION 'unconcerned'");
		}
		this.scripts.with("1_a.sql", "ALTER TABLE t ADD c int;");
		CompletableFuture<MigrationReport> run = start(MigratorOptions.defaults(), PATIENT, Sleeper.THREAD);
		assertThat(awaitBlocked().blockedBy()).singleElement().satisfies((blocker) -> {
			assertThat(blocker.backend()).isZero();
			assertThat(blocker.state()).isEqualTo("prepared transaction 'forgotten'");
			assertThat(blocker.role()).isEqualTo("postgres");
		});
		this.database.execute("ROLLBACK PREPARED 'forgotten'");
		this.database.execute("ROLLBACK PREPARED 'unconcerned'");
		assertFinishes(run);
	}

	@Test
	void statusFindsTheRunInASchemaOfAnyName() throws Exception {
		MigratorOptions options = MigratorOptions.defaults()
			.with(new MigratorOptions.History("o\"dd 'n\\ame", "h", false));
		this.scripts.with("1_a.sql", "ALTER TABLE public.t ADD c int;");
		CompletableFuture<MigrationReport> run = start(options, PATIENT, Sleeper.THREAD);
		assertThat(awaitBlocked(this.database.username(), options).migration()).isEqualTo("1_a.sql");
		assertThat(running()).isNull();
		assertFinishes(run);
	}

	@Test
	void statusForARoleThatSeesNoStatementsTellsTheRest() throws Exception {
		this.scripts.with("1_a.sql", "ALTER TABLE t ADD c int;");
		String role = "looks_" + this.database.name();
		CompletableFuture<MigrationReport> run = start(MigratorOptions.defaults(), PATIENT, Sleeper.THREAD);
		try {
			awaitBlocked();
			this.database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'postgres';"
					+ " GRANT SELECT ON migration_history TO " + role);
			RunningReport running = awaitBlocked(role, MigratorOptions.defaults());
			assertThat(running.application()).isEqualTo("shop");
			assertThat(running.role()).isEqualTo("postgres");
			assertThat(running.waitsFor()).isEqualTo("ACCESS EXCLUSIVE on t");
			assertThat(running.state()).isNull();
			assertThat(running.blockedBy()).singleElement().satisfies((blocker) -> {
				assertThat(blocker.application()).isEqualTo("reader");
				assertThat(blocker.state()).isNull();
				assertThat(blocker.query()).doesNotContain("SELECT");
			});
			this.database.execute("REVOKE SELECT ON pg_catalog.pg_locks FROM PUBLIC");
			assertThat(running(role, MigratorOptions.defaults())).isNull();
		}
		finally {
			this.database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
		}
		assertFinishes(run);
	}

}
