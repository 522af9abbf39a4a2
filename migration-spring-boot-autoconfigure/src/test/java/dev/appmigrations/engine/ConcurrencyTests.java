package dev.appmigrations.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.LockHolder;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FakeTime;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.Pools;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Several instances that start at the same time.
 */
@OldestAndNewest
class ConcurrencyTests {

	private static final int INSTANCES = 12;

	private static final int CROWD = 50;

	private static final int MIGRATIONS = 30;

	private final MemoryScripts scripts = new MemoryScripts();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@FreshDatabase
	private TestDatabase database;

	@AfterEach
	void tearDown() throws InterruptedException {
		// Ends the sessions of runs that would go on for minutes.
		this.database.close();
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void migrateWhenInstancesStartTogetherAppliesEachMigrationOnce() throws Exception {
		numbered("");
		List<MigrationReport> reports = startTogether(INSTANCES, MigratorOptions.defaults());
		assertThat(reports).extracting(MigrationReport::state).containsOnly(MigrationReport.State.CURRENT);
		assertThat(reports).allSatisfy((report) -> assertThat(report.applied()).hasSize(MIGRATIONS));
		assertThat(reports.stream().mapToInt((report) -> report.steps().size()).sum()).isEqualTo(MIGRATIONS);
		assertAppliedOnceInOrder();
	}

	@Test
	void migrateWhenInstancesCreateTheSchemaTogetherWorks() throws Exception {
		numbered("");
		MigratorOptions options = MigratorOptions.defaults()
			.with(new MigratorOptions.History("app", "versions", false));
		List<MigrationReport> reports = startTogether(INSTANCES, options);
		assertThat(reports).extracting(MigrationReport::state).containsOnly(MigrationReport.State.CURRENT);
		assertThat(this.database.value("SELECT count(*) FROM app.versions")).isEqualTo(String.valueOf(MIGRATIONS));
	}

	@Test
	void migrateWhenScriptsGiveTheLockAwayNeverLetsTwoIn() throws Exception {
		this.database.execute("CREATE TABLE gate ()");
		// Whoever is not alone fails here.
		numbered("""
				LOCK TABLE gate IN ACCESS EXCLUSIVE MODE NOWAIT;
				SELECT pg_advisory_unlock_all();
				RESET ALL;
				DISCARD TEMP;
				DISCARD SEQUENCES;
				DISCARD PLANS;
				SELECT pg_sleep(0.005);
				""");
		try (CapturedLog log = CapturedLog.open()) {
			List<MigrationReport> reports = startTogether(6, MigratorOptions.defaults());
			assertThat(reports).extracting(MigrationReport::state).containsOnly(MigrationReport.State.CURRENT);
			assertThat(reports.stream().mapToInt((report) -> report.steps().size()).sum()).isEqualTo(MIGRATIONS);
			assertThat(log.text()).doesNotContain("you don't own a lock");
		}
		assertAppliedOnceInOrder();
	}

	/**
	 * More than the processors of this machine could run at a time, each with a registry
	 * row, and a pool that wants more connections than the server has.
	 */
	@Test
	void migrateWhenFiftyInstancesStartOnAServerWithoutEnoughConnectionsEndsForEach() throws Exception {
		numbered("");
		this.scripts.with("900_index.sql", "CREATE INDEX CONCURRENTLY done_number ON public.done (number);");
		String role = this.database.name() + "_crowd";
		this.database.execute("CREATE ROLE " + role + " LOGIN SUPERUSER PASSWORD 'postgres'; ALTER ROLE " + role
				+ " NOSUPERUSER CONNECTION LIMIT " + CROWD / 2 + "; GRANT ALL ON SCHEMA public TO " + role);
		CountDownLatch start = new CountDownLatch(1);
		List<Future<MigrationReport>> runs = new ArrayList<>();
		for (int i = 0; i < CROWD; i++) {
			runs.add(this.threads.submit(() -> {
				start.await();
				try (MigratorInstance instance = Migrator.builder(this.database.dataSource(role), this.scripts)
					.build()
					.instance(this.database.dataSource(role),
							new InstanceSettings("crowd", Duration.ofMillis(200), Duration.ofMinutes(1), true),
							new NeverSuspended(), new Heartbeats())) {
					return instance.migrate();
				}
			}));
		}
		start.countDown();
		int steps = 0;
		for (Future<MigrationReport> run : runs) {
			MigrationReport report = run.get(1, TimeUnit.MINUTES);
			assertThat(report.state()).isEqualTo(MigrationReport.State.CURRENT);
			steps += report.steps().size();
		}
		assertThat(steps).isEqualTo(MIGRATIONS + 1);
		this.database
			.execute("REASSIGN OWNED BY " + role + " TO postgres; DROP OWNED BY " + role + "; DROP ROLE " + role);
	}

	private void numbered(String beginning) {
		this.scripts.with("000_done.sql", "CREATE TABLE public.done (number int)");
		for (int i = 1; i < MIGRATIONS; i++) {
			this.scripts.with("%03d_insert.sql".formatted(i),
					beginning + "INSERT INTO public.done VALUES (" + i + ");");
		}
	}

	private void assertAppliedOnceInOrder() {
		List<String> names = new ArrayList<>(List.of("000_done.sql"));
		IntStream.range(1, MIGRATIONS).forEach((i) -> names.add("%03d_insert.sql".formatted(i)));
		assertThat(this.database.list("SELECT migration_name FROM migration_history ORDER BY id"))
			.containsExactlyElementsOf(names);
		assertThat(this.database.list("SELECT migration_name FROM migration_log WHERE action = 'applied' ORDER BY id"))
			.containsExactlyElementsOf(names);
		assertThat(this.database.value("SELECT count(*) = count(DISTINCT number) AND max(number) = count(*) FROM done"))
			.isEqualTo("t");
	}

	/** Each instance has a pool of one connection. */
	private List<MigrationReport> startTogether(int instances, MigratorOptions options) throws Exception {
		CountDownLatch start = new CountDownLatch(1);
		List<Future<MigrationReport>> runs = new ArrayList<>();
		for (int i = 0; i < instances; i++) {
			runs.add(this.threads.submit(() -> {
				try (HikariDataSource dataSource = Pools.of(this.database, (config) -> config
					// More than one borrowed at a time would fail soon.
					.setConnectionTimeout(10_000))) {
					start.await();
					return Migrator.builder(dataSource, this.scripts).options(options).build().migrate();
				}
			}));
		}
		start.countDown();
		List<MigrationReport> reports = new ArrayList<>();
		for (Future<MigrationReport> run : runs) {
			reports.add(run.get(2, TimeUnit.MINUTES));
		}
		return reports;
	}

	private TestDatabase database() {
		return this.database;
	}

	private MemoryScripts scripts() {
		return this.scripts;
	}

	private <T> Future<T> inBackground(Callable<T> task) {
		return this.threads.submit(task);
	}

	/**
	 * One instance has the lock for long.
	 */
	@Nested
	class Waiters {

		private static final String SLOW = "SELECT 'secret', pg_sleep(600) WHERE NOT EXISTS (SELECT FROM opened);";

		@BeforeEach
		void createMigrationThatTakesLong() {
			database().execute("CREATE TABLE opened (id int)");
			scripts().with("1_slow.sql", SLOW).with("2_b.sql", "CREATE TABLE b ();");
		}

		@Test
		void migrateTellsWhoHoldsTheLockAndGivesUpInTime() throws Exception {
			Future<MigrationReport> holder = holder();
			FakeTime time = new FakeTime();
			List<LockHolder> told = new ArrayList<>();
			MigrationListener listener = new MigrationListener() {

				@Override
				public void onEvent(MigrationEvent event) {
					if (event instanceof MigrationEvent.LockAwaited awaited) {
						told.add(awaited.holder());
					}
				}

			};
			try (CapturedLog log = CapturedLog.open()) {
				Migrator waiter = Migrator.builder(database().dataSource(), scripts())
					.options(MigratorOptions.defaults()
						.with(new MigratorOptions.Waiting(Duration.ZERO, Duration.ofMinutes(10), Duration.ZERO,
								LockLimits.DEFAULT)))
					.listener(listener)
					.time(time, time)
					.build();
				assertThatExceptionOfType(MigrationException.class).isThrownBy(waiter::migrate).satisfies((ex) -> {
					assertThat(ex.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
					assertThat(ex.description()).contains("waited 600 s", "backend " + holderBackend(),
							"application holder", "role postgres", "active for", "migration 1_slow.sql");
					assertThat(ex.action()).contains("MigratorOptions.Waiting.advisoryLock",
							"SELECT pg_terminate_backend(" + holderBackend() + ")");
				});
				assertThat(log.messages(Level.INFO)).anySatisfy((line) -> assertThat(line)
					.contains("Waiting for 1 s for another instance", "application holder", "migration 1_slow.sql"));
				// After 1, 3, 9, 27 and 81 seconds, then once a minute.
				assertThat(told).hasSizeBetween(10, 15)
					.extracting(LockHolder::backend)
					.containsOnly(Integer.valueOf(holderBackend()));
				assertThat(log.text()).doesNotContain("secret");
			}
			assertThat(holder).isNotDone();
		}

		@Test
		void migrateWhenTheHolderDiesTakesTheLockAndCompletes() throws Exception {
			Future<MigrationReport> holder = holder();
			Future<MigrationReport> waiter = waiter("waiter");
			await()
				.until(() -> database().value("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'waiter'")
					.equals("1"));
			database().execute("INSERT INTO opened VALUES (1)");
			database().execute("SELECT pg_terminate_backend(" + holderBackend() + ")");
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> holder.get(30, TimeUnit.SECONDS))
				.havingCause()
				.isInstanceOfSatisfying(MigrationException.class, (ex) -> {
					assertThat(ex.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
					assertThat(ex.description()).contains("1_slow.sql", "terminating connection",
							"nothing of it remains");
				});
			assertThat(waiter.get(30, TimeUnit.SECONDS).steps()).extracting("name")
				.containsExactly("1_slow.sql", "2_b.sql");
		}

		@Test
		void migrateWhileItWaitsHoldsNoSnapshotAndNoTransaction() throws Exception {
			CountDownLatch locked = new CountDownLatch(1);
			CountDownLatch finish = new CountDownLatch(1);
			scripts().with("1_slow.sql", "SELECT 1");
			Future<MigrationReport> holder = inBackground(() -> {
				try (HikariDataSource dataSource = pool("holder")) {
					return Migrator.builder(dataSource, scripts()).listener(new MigrationListener() {

						@Override
						public void onEvent(MigrationEvent event) {
							if (event instanceof MigrationEvent.Started) {
								locked.countDown();
								awaitUninterrupted(finish);
							}
						}

					}).build().migrate();
				}
			});
			assertThat(locked.await(30, TimeUnit.SECONDS)).isTrue();
			List<Future<MigrationReport>> waiters = List.of(waiter("waiter"), waiter("waiter"), waiter("waiter"));
			String waiting = " FROM pg_stat_activity WHERE application_name = 'waiter' AND query LIKE '%advisory%'";
			await().until(() -> database().value("SELECT count(*)" + waiting).equals("3"));
			for (int i = 0; i < 20; i++) {
				assertThat(database().list("SELECT state || ' ' || query" + waiting
						+ " AND (state LIKE 'idle in%' OR state = 'idle' AND (backend_xmin IS NOT NULL OR xact_start IS"
						+ " NOT NULL))"))
					.isEmpty();
				TimeUnit.MILLISECONDS.sleep(20);
			}
			// It waits for all snapshots that are older than itself.
			assertThat(inBackground(() -> {
				database().execute("CREATE INDEX CONCURRENTLY opened_id ON opened (id)");
				return true;
			}).get(30, TimeUnit.SECONDS)).isTrue();
			finish.countDown();
			assertThat(holder.get(30, TimeUnit.SECONDS).steps()).hasSize(2);
			for (Future<MigrationReport> waiter : waiters) {
				assertThat(waiter.get(30, TimeUnit.SECONDS).steps()).isEmpty();
			}
		}

		private static void awaitUninterrupted(CountDownLatch latch) {
			try {
				assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private Future<MigrationReport> holder() {
			Future<MigrationReport> holder = waiter("holder");
			await().until(() -> !database()
				.list("SELECT 1 FROM pg_stat_activity WHERE application_name = 'holder' AND wait_event = 'PgSleep'")
				.isEmpty());
			return holder;
		}

		private String holderBackend() {
			return database().value("SELECT pid FROM pg_stat_activity WHERE application_name = 'holder'");
		}

		private Future<MigrationReport> waiter(String application) {
			return inBackground(() -> {
				try (HikariDataSource dataSource = pool(application)) {
					return Migrator.builder(dataSource, scripts()).build().migrate();
				}
			});
		}

		private HikariDataSource pool(String application) {
			return Pools.of(database(), (config) -> config.addDataSourceProperty("ApplicationName", application));
		}

	}

}
