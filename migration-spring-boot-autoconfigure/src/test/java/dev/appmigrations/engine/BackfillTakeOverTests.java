package dev.appmigrations.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.appmigrations.engine.instance.BackfillRunner;
import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Several instances and one backfill, and the application that works beside it.
 */
@OldestAndNewest
class BackfillTakeOverTests {

	private static final int ROWS = 20_000;

	private static final Duration SOON = Duration.ofSeconds(60);

	private static final Duration LEASE = Duration.ofMillis(500);

	private static final String NAME = "1_count.sql";

	private static final String SCRIPT = """
			-- migrate:backfill table=counted key=id batch=fixed:100 target=50ms duty=%s
			-- migrate:verify none each row is counted up
			UPDATE counted SET n = n + 1 WHERE id BETWEEN :from AND :to;
			""";

	@FreshDatabase
	private TestDatabase database;

	@TempDir
	private Path folder;

	private void fill() {
		this.database.execute("CREATE TABLE counted (id bigint PRIMARY KEY, n int NOT NULL, other int NOT NULL)");
		this.database.execute("INSERT INTO counted SELECT i, 0, 0 FROM generate_series(1, " + ROWS + ") i");
	}

	private Migrator migrator(String application, String duty) {
		MigratorOptions defaults = MigratorOptions.defaults();
		MigratorOptions.Rules rules = defaults.rules();
		PGSimpleDataSource dataSource = (PGSimpleDataSource) this.database.dataSource();
		dataSource.setApplicationName(application);
		return Migrator.builder(dataSource, new MemoryScripts().with(NAME, SCRIPT.formatted(duty)))
			.options(defaults
				.with(new MigratorOptions.Rules(rules.policies(), null, null, rules.adopt(), rules.safety(),
						new BackfillOptions(BackfillOptions.Mode.BACKGROUND, LEASE)))
				.with(new MigratorOptions.Identity(application, null)))
			.build();
	}

	private void assertCounted() {
		assertThat(this.database.list("SELECT concat_ws(' ', n, count(*)) FROM counted GROUP BY n ORDER BY n"))
			.containsExactly("1 " + ROWS);
		assertThat(this.database.list("SELECT migration_name FROM migration_history")).containsExactly(NAME);
	}

	private List<String> workers() {
		return this.database.list("SELECT worker FROM migration_progress WHERE lease_until > clock_timestamp()");
	}

	@Test
	void frozenInstanceHoldsNoLockAndAnotherTakesOver() throws Exception {
		fill();
		Files.writeString(this.folder.resolve(NAME), SCRIPT.formatted("0.5"));
		try (KilledProcess frozen = KilledProcess.start(this.database.url(), this.folder)) {
			frozen.awaitLine(KilledMigration.RUNNING);
			await().atMost(SOON).until(() -> done() > 500);
			frozen.signal("STOP");
			await().atMost(Duration.ofSeconds(6))
				.until(() -> this.database
					.list("SELECT pid FROM pg_stat_activity WHERE application_name = 'killed'"
							+ " AND (xact_start IS NOT NULL OR state = 'active')")
					.isEmpty());
			long before = done();
			assertThat(before).isBetween(500L, ROWS - 1000L);
			migrator("second", "1").backfills().run(BackfillRequest.all());
			assertCounted();
			frozen.signal("CONT");
			frozen.awaitEnd();
		}
		assertCounted();
	}

	private long done() {
		String rows = this.database.value("SELECT coalesce(sum(rows_done), 0) FROM migration_progress");
		return Long.parseLong(String.valueOf(rows));
	}

	@Test
	void oneInstanceWorksAndTheOthersWaitForIt() {
		fill();
		List<BackfillRunner> runners = new ArrayList<>();
		try {
			for (int i = 0; i < 3; i++) {
				Migrator migrator = migrator("web-" + i, "0.5");
				migrator.migrate();
				BackfillRunner runner = migrator.backfillRunner(migrator.dataSource());
				runners.add(runner);
				runner.start();
			}
			await().atMost(SOON).until(() -> !workers().isEmpty());
			String first = workers().get(0);
			await().atMost(SOON).until(() -> done() > 1000);
			assertThat(workers()).containsExactly(first);
			int number = Integer.parseInt(first.replaceAll(".*web-(\\d).*", "$1"));
			runners.get(number).close();
			await().atMost(SOON).until(() -> !workers().isEmpty() && !workers().contains(first));
			await().atMost(SOON).until(() -> !this.database.list("SELECT 1 FROM migration_history").isEmpty());
		}
		finally {
			runners.forEach(BackfillRunner::close);
		}
		assertCounted();
	}

	@Test
	void transactionsOfTheApplicationNeverGetADeadlockAndWaitNoLongerThanABatch() throws Exception {
		fill();
		Migrator migrator = migrator("command", "1");
		migrator.migrate();
		AtomicBoolean over = new AtomicBoolean();
		List<CompletableFuture<Long>> clients = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			int seed = i;
			clients.add(CompletableFuture.supplyAsync(() -> update(new Random(seed), over)));
		}
		migrator.backfills().run(BackfillRequest.all());
		over.set(true);
		for (CompletableFuture<Long> client : clients) {
			assertThat(client.get()).as("longest transaction in ms").isLessThan(50 + 300 + 1000);
		}
		assertCounted();
	}

	/** Changes pairs of rows in any order. */
	private long update(Random random, AtomicBoolean over) {
		long longest = 0;
		try (Connection connection = this.database.dataSource().getConnection();
				PreparedStatement update = connection
					.prepareStatement("UPDATE counted SET other = other + 1 WHERE id = ?")) {
			connection.setAutoCommit(false);
			while (!over.get()) {
				long start = System.nanoTime();
				int first = 1 + random.nextInt(ROWS - 1);
				int second = 1 + random.nextInt(ROWS - 1);
				// One order for all clients: only the batch may be in the way.
				update.setInt(1, Math.max(first, second));
				update.executeUpdate();
				update.setInt(1, Math.min(first, second));
				update.executeUpdate();
				connection.commit();
				longest = Math.max(longest, (System.nanoTime() - start) / 1_000_000);
			}
			return longest;
		}
		catch (java.sql.SQLException ex) {
			throw new AssertionError("A transaction of the application has failed", ex);
		}
	}

}
