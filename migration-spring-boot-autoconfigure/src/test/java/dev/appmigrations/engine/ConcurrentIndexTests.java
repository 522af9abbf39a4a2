package dev.appmigrations.engine;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.report.IndexBuild;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code CREATE INDEX CONCURRENTLY}, which waits for every older snapshot, among others
 * who read, write and wait.
 */
class ConcurrentIndexTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	private static final int LOOKS = 20;

	private final MemoryScripts scripts = new MemoryScripts().with("1_index.sql",
			"CREATE INDEX CONCURRENTLY a_id ON a (id);");

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void setUp() {
		this.database.execute("CREATE TABLE a AS SELECT i AS id FROM generate_series(1, 100) i");
	}

	@Test
	void migrateWithALongReaderWaitsForItAloneAndForNoOtherInstance() throws Exception {
		List<CompletableFuture<MigrationReport>> runs = new ArrayList<>();
		try (Connection reader = this.database.dataSource().getConnection();
				Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			statement.execute("SET application_name = 'reader'; SELECT count(*) FROM a");
			runs.add(start("builder"));
			await().atMost(SOON).until(() -> this.blockers().equals(List.of("reader")));
			for (int i = 0; i < 3; i++) {
				runs.add(start("waiter"));
			}
			await().atMost(SOON)
				.until(() -> this.database.list("SELECT 1" + others("waiter") + " AND query LIKE '%advisory%'")
					.size() == 3);
			for (int i = 0; i < LOOKS; i++) {
				assertThat(blockers()).containsExactly("reader");
				// States and locks are not read at one moment: what is seen but once is
				// none.
				await().atMost(Duration.ofMillis(500))
					.pollInterval(Duration.ofMillis(2))
					.until(() -> this.database
						.list("SELECT query" + others("waiter")
								+ " AND state <> 'active' AND (backend_xmin IS NOT NULL OR xact_start IS NOT NULL"
								+ " OR pid IN (SELECT l.pid FROM pg_locks l))")
						.isEmpty());
				TimeUnit.MILLISECONDS.sleep(20);
			}
			this.database.execute("SET lock_timeout = '10s'; INSERT INTO a VALUES (101)");
			reader.commit();
		}
		for (CompletableFuture<MigrationReport> run : runs) {
			assertThat(run.get(SOON.toSeconds(), TimeUnit.SECONDS).state()).isEqualTo(MigrationReport.State.CURRENT);
		}
		assertThat(this.database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass"))
			.isEqualTo("t");
		assertThat(this.database.list("SELECT action FROM migration_log")).containsExactly("applied");
	}

	@Test
	void migrateTellsHowFarAnIndexHasCome() throws Exception {
		Queue<IndexBuild> told = new ConcurrentLinkedQueue<>();
		MigrationListener listener = new MigrationListener() {

			@Override
			public void onEvent(MigrationEvent event) {
				if (event instanceof MigrationEvent.IndexProgressed progressed) {
					told.add(progressed.build());
				}
			}

		};
		CompletableFuture<MigrationReport> run;
		try (Connection writer = this.database.dataSource().getConnection();
				Statement statement = writer.createStatement()) {
			writer.setAutoCommit(false);
			statement.execute("INSERT INTO a VALUES (101)");
			Migrator migrator = Migrator.builder(this.database.dataSource(), this.scripts)
				.listener(listener)
				.time(Clock.systemUTC(), (duration) -> TimeUnit.MILLISECONDS.sleep(20))
				.build();
			run = CompletableFuture.supplyAsync(migrator::migrate);
			await().atMost(SOON)
				.until(() -> told.stream()
					.anyMatch((build) -> "a_id".equals(build.index())
							&& "waiting for writers before build".equals(build.phase()) && build.percent() != null
							&& build.percent() == 0 && build.blockers().size() == 1));
			writer.commit();
		}
		assertThat(run.get(SOON.toSeconds(), TimeUnit.SECONDS).state()).isEqualTo(MigrationReport.State.CURRENT);
		assertThat(this.database.list("SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
				+ " AND query LIKE '%pg_stat_progress_create_index%' AND pid <> pg_backend_pid()"))
			.isEmpty();
	}

	private List<String> blockers() {
		return this.database.list("SELECT b.application_name FROM pg_stat_activity b WHERE b.pid IN"
				+ " (SELECT unnest(pg_blocking_pids(pid))" + others("builder") + ")");
	}

	private static String others(String application) {
		return " FROM pg_stat_activity WHERE datname = current_database() AND application_name = '" + application + "'";
	}

	private CompletableFuture<MigrationReport> start(String application) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(this.database.url());
		dataSource.setUser(this.database.username());
		dataSource.setApplicationName(application);
		return CompletableFuture.supplyAsync(() -> Migrator.builder(dataSource, this.scripts).build().migrate());
	}

}
