package dev.appmigrations.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.support.CuttingProxy;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Backfills that are interrupted over and over: each row is counted up exactly once.
 */
@OldestAndNewest
class BackfillInterruptionTests {

	private static final long SEED = Long.getLong("test.seed", System.nanoTime());

	private static final int CUTS = 30;

	private static final int ENDED = 8;

	private static final int KILLS = 10;

	private static final int ROWS = 11_000;

	private static final Duration LEASE = Duration.ofMillis(200);

	@FreshDatabase
	private TestDatabase database;

	@TempDir
	private Path folder;

	@ParameterizedTest
	@EnumSource
	void eachRowIsDoneOnceHoweverOftenConnectionsBreak(Key key) {
		fill(key);
		MemoryScripts scripts = new MemoryScripts().with("1_count.sql", key.script());
		migrator(this.database.dataSource(), scripts).migrate();
		Random random = new Random(SEED);
		try (CuttingProxy proxy = new CuttingProxy("UPDATE counted", CUTS, random)) {
			PGSimpleDataSource dataSource = proxy.dataSource(this.database);
			dataSource.setApplicationName("interrupted");
			Migrator migrator = migrator(dataSource, scripts);
			try (Ender ender = new Ender(random)) {
				boolean done = false;
				while (!done) {
					done = run(migrator);
				}
				assertThat(ender.ended.get()).as("seed %d", SEED).isLessThanOrEqualTo(ENDED);
			}
			assertThat(proxy.done()).as("seed %d", SEED).isEqualTo(CUTS);
		}
		assertCounted();
	}

	@Test
	void eachRowIsDoneOnceHoweverOftenTheProcessIsKilled() throws Exception {
		fill(Key.BIGINT);
		Files.writeString(this.folder.resolve("1_count.sql"), Key.BIGINT.script());
		Random random = new Random(SEED);
		for (int i = 0; i < KILLS; i++) {
			try (KilledProcess killed = KilledProcess.start(this.database.url(), this.folder)) {
				killed.awaitLine(KilledMigration.RUNNING);
				TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
			}
		}
		MemoryScripts scripts = new MemoryScripts().with("1_count.sql", Key.BIGINT.script());
		migrator(this.database.dataSource(), scripts).backfills().run(BackfillRequest.all());
		assertCounted();
	}

	private void fill(Key key) {
		this.database.execute(key.table);
		this.database.execute("INSERT INTO counted (" + key.columns + ", n) SELECT " + key.values
				+ ", 0 FROM generate_series(1, " + ROWS + ") i; ANALYZE counted");
	}

	private void assertCounted() {
		assertThat(this.database.list("SELECT concat_ws(' ', n, count(*)) FROM counted GROUP BY n ORDER BY n"))
			.as("seed %d", SEED)
			.containsExactly("1 " + ROWS);
		assertThat(this.database.list("SELECT migration_name FROM migration_history")).containsExactly("1_count.sql");
	}

	private static boolean run(Migrator migrator) {
		try {
			migrator.backfills().run(BackfillRequest.all());
			return true;
		}
		catch (MigrationException ex) {
			return false;
		}
	}

	private static Migrator migrator(DataSource dataSource, MemoryScripts scripts) {
		MigratorOptions defaults = MigratorOptions.defaults();
		MigratorOptions.Rules rules = defaults.rules();
		return Migrator.builder(dataSource, scripts)
			.options(defaults.with(new MigratorOptions.Rules(rules.policies(), null, null, rules.adopt(),
					rules.safety(), new BackfillOptions(BackfillOptions.Mode.BACKGROUND, LEASE))))
			.build();
	}

	/** Ends the sessions of the worker now and then. */
	private final class Ender implements AutoCloseable {

		private final Random random;

		private final Thread thread = new Thread(this::end, "ender");

		private volatile boolean closed;

		private final AtomicInteger ended = new AtomicInteger();

		Ender(Random random) {
			this.random = random;
			this.thread.setDaemon(true);
			this.thread.start();
		}

		private void end() {
			while (!this.closed && this.ended.get() < ENDED) {
				try {
					TimeUnit.MILLISECONDS.sleep(100 + this.random.nextInt(200));
				}
				catch (InterruptedException ex) {
					return;
				}
				List<?> ended = BackfillInterruptionTests.this.database
					.list("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
							+ " WHERE application_name = 'interrupted' AND datname = current_database()");
				this.ended.addAndGet((ended.isEmpty()) ? 0 : 1);
			}
		}

		@Override
		public void close() {
			this.closed = true;
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	enum Key {

		BIGINT("CREATE TABLE counted (id bigint PRIMARY KEY, n int)", "id", "i"),

		UUID("CREATE TABLE counted (id uuid PRIMARY KEY, n int)", "id", "gen_random_uuid()"),

		TEXT("CREATE TABLE counted (name text COLLATE \"C\" PRIMARY KEY, n int)", "name",
				"md5(i::text) || ''' \\ {,}\"'"),

		COMPOSITE("CREATE TABLE counted (tenant text, id int, n int, PRIMARY KEY (tenant, id))", "tenant, id",
				"'t' || i % 7, i"),

		PARTITIONED("CREATE TABLE counted (id bigint, at date, n int, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);"
				+ "CREATE TABLE counted_1 PARTITION OF counted FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');"
				+ "CREATE TABLE counted_2 PARTITION OF counted DEFAULT", "at, id", "date '2026-01-15' + i % 40, i");

		private final String table;

		private final String columns;

		private final String values;

		Key(String table, String columns, String values) {
			this.table = table;
			this.columns = columns;
			this.values = values;
		}

		private String script() {
			return """
					-- migrate:backfill table=counted batch=fixed:100 duty=1
					-- migrate:verify none each row is counted up
					UPDATE counted SET n = n + 1 WHERE (%s) BETWEEN (:from) AND (:to);
					""".formatted(this.columns);
		}

	}

}
