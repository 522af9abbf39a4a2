package dev.appmigrations.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import javax.sql.DataSource;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.FailedAttempt;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.RunningReport;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.Pools;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of migrations when others hold the locks that they need.
 */
@OldestAndNewest
class LockTimeoutTests {

	private static final LockLimits SHORT = new LockLimits(Duration.ofMillis(200), Duration.ofSeconds(30));

	private final MemoryScripts scripts = new MemoryScripts();

	private final List<FailedAttempt> attempts = new CopyOnWriteArrayList<>();

	@FreshDatabase
	private TestDatabase database;

	private Connection reader;

	@BeforeEach
	void setUp() throws SQLException {
		this.database.execute("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
		this.reader = this.database.dataSource().getConnection();
		this.reader.setAutoCommit(false);
		try (Statement statement = this.reader.createStatement()) {
			statement.execute("SET application_name = 'reader'");
			statement.execute("SELECT * FROM t");
		}
	}

	@AfterEach
	void tearDown() throws SQLException {
		this.reader.close();
	}

	private Migrator migrator(LockLimits limits, Sleeper sleeper, DataSource dataSource) {
		MigratorOptions.Waiting waiting = MigratorOptions.defaults().waiting();
		return Migrator.builder(dataSource, this.scripts)
			.options(MigratorOptions.defaults()
				.with(new MigratorOptions.Waiting(waiting.database(), waiting.advisoryLock(), waiting.replay(),
						limits)))
			.time(Clock.systemUTC(), sleeper)
			.listener(new MigrationListener() {
				@Override
				public void onEvent(MigrationEvent event) {
					if (event instanceof MigrationEvent.AttemptFailed failed) {
						LockTimeoutTests.this.attempts.add(failed.attempt());
					}
				}
			})
			.build();
	}

	/** Lets the reader go when so many attempts have failed. */
	private Sleeper releaseAfter(int failures) {
		return (duration) -> {
			if (this.attempts.size() >= failures) {
				try {
					this.reader.rollback();
				}
				catch (SQLException ex) {
					throw new IllegalStateException(ex);
				}
			}
			Thread.sleep(duration.toMillis());
		};
	}

	@Test
	void migrateTriesAgainAndTellsWhoIsInTheWay() {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int);\nALTER TABLE t ADD c int;\nCREATE TABLE b (id int);");
		MigrationReport report = migrator(SHORT, releaseAfter(3), this.database.dataSource()).migrate();
		assertThat(report.steps()).singleElement().satisfies((step) -> assertThat(step.attempts()).isEqualTo(4));
		assertThat(this.attempts).hasSize(3).allSatisfy((attempt) -> {
			assertThat(attempt.reason()).contains("lock timeout");
			assertThat(attempt.blockers()).singleElement().satisfies((blocker) -> {
				assertThat(blocker.application()).isEqualTo("reader");
				assertThat(blocker.state()).isEqualTo("idle in transaction");
				assertThat(blocker.query()).contains("SELECT * FROM t");
			});
		});
		assertThat(this.database.value("SELECT count(*) FROM migration_log")).isEqualTo("1");
	}

	@Test
	void migrateTellsOfAPreparedTransactionThatIsInTheWay() throws SQLException {
		this.reader.rollback();
		try (Statement statement = this.reader.createStatement()) {
			statement.execute("SELECT * FROM t");
			statement.execute("PREPARE TRANSACTION 'forgotten'");
		}
		this.scripts.with("1_a.sql", "ALTER TABLE t ADD c int;");
		List<RunningReport> running = new CopyOnWriteArrayList<>();
		Sleeper sleeper = (duration) -> {
			running.add(Migrator.builder(this.database.dataSource(), this.scripts).build().status().running());
			if (this.attempts.size() == 2) {
				this.database.execute("ROLLBACK PREPARED 'forgotten'");
			}
		};
		assertThat(migrator(SHORT, sleeper, this.database.dataSource()).migrate().steps()).hasSize(1);
		String forgotten = "prepared transaction 'forgotten', role postgres, its transaction open for \\d+ s";
		assertThat(this.attempts).hasSize(2)
			.allSatisfy((attempt) -> assertThat(attempt.blockers()).singleElement().asString().matches(forgotten));
		assertThat(running).hasSize(2)
			.allSatisfy((run) -> assertThat(run.blockedBy()).singleElement().asString().matches(forgotten));
	}

	@Test
	void migrateWithPoolOfOneTellsWhoIsInTheWayToo() {
		this.scripts.with("1_a.sql", "ALTER TABLE t ADD c int;");
		try (var pool = Pools.of(this.database, (config) -> {
		})) {
			migrator(SHORT, releaseAfter(2), pool).migrate();
		}
		assertThat(this.attempts).hasSize(2)
			.allSatisfy(
					(attempt) -> assertThat(attempt.blockers()).extracting("application").containsExactly("reader"));
	}

	@Test
	void migrateWhenTimeIsOverFailsWithTheBlockersAndWithoutALastAttemptWithoutLimit() {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int);\nALTER TABLE t ADD c int;");
		LockLimits limits = new LockLimits(Duration.ofMillis(100), Duration.ofSeconds(2));
		long start = System.nanoTime();
		assertThatExceptionOfType(StatementFailedException.class)
			.isThrownBy(() -> migrator(limits, Sleeper.THREAD, this.database.dataSource()).migrate())
			.satisfies((ex) -> {
				assertThat(ex.sqlState()).isEqualTo("55P03");
				assertThat(ex.location()).isEqualTo("db/migration/1_a.sql:2:1");
				assertThat(ex.description()).contains("Others held what it needs", "application reader");
				assertThat(ex.action()).contains("LockLimits.lockRetryTimeout");
			});
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
		assertThat(this.attempts).isNotEmpty();
		assertThat(this.database.value("SELECT to_regclass('a')")).isNull();
		assertThat(this.database.value("SELECT error LIKE '%application reader%' FROM migration_log")).isEqualTo("t");
	}

	@Test
	void migrateInSeveralTransactionsTriesOnlyTheOneThatFailedAgain() {
		this.scripts.with("1_a.sql", "BEGIN; CREATE TABLE a (id int); COMMIT;\n"
				+ "BEGIN; SET LOCAL work_mem = '8MB'; ALTER TABLE t ADD c int; COMMIT;\nCREATE TABLE b (id int);");
		MigrationReport report = migrator(SHORT, releaseAfter(2), this.database.dataSource()).migrate();
		assertThat(report.steps()).singleElement().satisfies((step) -> assertThat(step.attempts()).isEqualTo(3));
		assertThat(this.database.value("SELECT count(*) FROM migration_progress")).isEqualTo("0");
	}

	@Test
	void migrateWhenDeadlockedTriesAgain() throws Exception {
		this.database.execute("CREATE TABLE u (id int)");
		this.reader.rollback();
		this.scripts.with("1_a.sql", "LOCK TABLE t;\nSELECT pg_sleep(0.5);\nLOCK TABLE u;");
		CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
			try (Connection connection = this.database.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				statement.execute("SET deadlock_timeout = '1min'");
				statement.execute("LOCK TABLE u");
				while (this.database
					.list("SELECT 1 FROM pg_locks WHERE relation = 't'::regclass AND granted"
							+ " AND mode = 'AccessExclusiveLock'")
					.isEmpty()) {
					Thread.onSpinWait();
				}
				statement.execute("LOCK TABLE t");
				connection.rollback();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});
		LockLimits limits = new LockLimits(Duration.ofSeconds(30), Duration.ofSeconds(60));
		migrator(limits, Sleeper.THREAD, this.database.dataSource()).migrate();
		other.get();
		assertThat(this.attempts).singleElement()
			.satisfies((attempt) -> assertThat(attempt.reason()).contains("deadlock"));
	}

	@Test
	void migrateWhenScriptSetsItsOwnLimitKeepsIt() {
		this.scripts.with("1_a.sql", "SET lock_timeout = '50ms';\nALTER TABLE t ADD c int;")
			.with("2_b.sql", "-- migrate:lock-timeout 60ms\nALTER TABLE t ADD d int;");
		LockLimits patient = new LockLimits(Duration.ofMinutes(5), Duration.ofMinutes(5));
		migrator(patient, releaseAfter(1), this.database.dataSource()).migrate();
		assertThat(this.attempts).hasSize(1);
	}

	@Test
	void migrateConcurrentlyWaitsForOldSnapshotsAsLongAsItTakes() throws Exception {
		this.reader.rollback();
		this.reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
		try (Statement statement = this.reader.createStatement()) {
			statement.execute("SELECT * FROM t");
		}
		this.scripts.with("1_a.sql", "CREATE INDEX CONCURRENTLY t_id ON t (id);\nCREATE TABLE after (id int);");
		LockLimits limits = new LockLimits(Duration.ofMillis(50), Duration.ofMillis(50));
		CompletableFuture<MigrationReport> running = CompletableFuture
			.supplyAsync(() -> migrator(limits, Sleeper.THREAD, this.database.dataSource()).migrate());
		while (this.database
			.list("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'CREATE INDEX%'"
					+ " AND now() - query_start > '1 s'::interval")
			.isEmpty()) {
			assertThat(running).isNotDone();
			Thread.sleep(20);
		}
		this.reader.rollback();
		assertThat(running.get().steps()).hasSize(1);
		assertThat(this.attempts).isEmpty();
	}

	@Test
	void migrateWhenAutovacuumIsInTheWayMakesItYield() throws Exception {
		this.reader.rollback();
		this.database.execute("CREATE TABLE v (id int, text text) WITH (autovacuum_vacuum_threshold = 1,"
				+ " autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,"
				+ " autovacuum_vacuum_cost_limit = 1, autovacuum_vacuum_insert_threshold = -1);"
				+ " INSERT INTO v SELECT i, repeat('x', 500) FROM generate_series(1, 20000) i; DELETE FROM v");
		this.database.execute("ALTER SYSTEM SET autovacuum_naptime = '1s'");
		this.database.execute("SELECT pg_reload_conf()");
		try {
			awaitAutovacuum();
			this.scripts.with("1_a.sql", "ALTER TABLE v ADD c int;");
			MigrationReport report = migrator(LockLimits.DEFAULT, Sleeper.THREAD, this.database.dataSource()).migrate();
			assertThat(report.steps()).hasSize(1);
			assertThat(this.attempts).isEmpty();
		}
		finally {
			this.database.execute("ALTER SYSTEM RESET autovacuum_naptime");
			this.database.execute("SELECT pg_reload_conf()");
		}
	}

	private void awaitAutovacuum() throws InterruptedException {
		for (int i = 0; i < 1200; i++) {
			if (!this.database.list(
					"SELECT 1 FROM pg_stat_progress_vacuum WHERE relid = 'v'::regclass AND datname = current_database()")
				.isEmpty()) {
				return;
			}
			Thread.sleep(50);
		}
		throw new IllegalStateException("No autovacuum came");
	}

	@Test
	void migrateUnderTrafficHoldsNobodyUpForLongerThanTheLimit(TestReporter reporter) throws Exception {
		this.scripts.with("1_a.sql", "ALTER TABLE t ADD c int;");
		List<Long> stalls = new CopyOnWriteArrayList<>();
		List<CompletableFuture<Void>> clients = new ArrayList<>();
		AtomicBoolean ended = new AtomicBoolean();
		for (int i = 0; i < 16; i++) {
			String sql = (i % 2 == 0) ? "SELECT count(*) FROM t" : "INSERT INTO t (id) VALUES (" + i + ")";
			clients.add(CompletableFuture.runAsync(() -> request(sql, stalls, ended::get), (task) -> {
				Thread thread = new Thread(task);
				thread.setDaemon(true);
				thread.start();
			}));
		}
		migrator(SHORT, releaseAfter(4), this.database.dataSource()).migrate();
		ended.set(true);
		for (CompletableFuture<Void> client : clients) {
			client.get();
		}
		assertThat(this.attempts).hasSizeGreaterThanOrEqualTo(4);
		assertThat(stalls).hasSizeGreaterThan(50);
		reporter.publishEntry("longest stall of " + stalls.size() + " requests, in ms",
				String.valueOf(Collections.max(stalls)));
		// The limit of 200 ms and a wide margin for a busy machine.
		assertThat(stalls).allSatisfy((stall) -> assertThat(stall).isLessThan(2_000L));
	}

	private void request(String sql, List<Long> stalls, BooleanSupplier ended) {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			while (!ended.getAsBoolean()) {
				long start = System.nanoTime();
				statement.execute(sql);
				stalls.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
				Thread.sleep(5);
			}
		}
		catch (SQLException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
