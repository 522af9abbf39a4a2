package dev.appmigrations.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A process that is killed in the middle of its work, and the next start.
 */
@OldestAndNewest
class KillTests {

	// The server looks for its client every 5 seconds.
	private static final Duration SOON = Duration.ofSeconds(20);

	private static final int KILLS = 10;

	private static final int MIGRATIONS = 80;

	private final MemoryScripts scripts = new MemoryScripts();

	@TempDir
	private Path folder;

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void setUp() {
		this.database.execute("CREATE TABLE opened (id int)");
	}

	@Test
	void migrateAfterAKillInTheMiddleOfAStatementCompletes() throws Exception {
		script("1_a.sql", "CREATE TABLE a (id int);");
		script("2_b.sql", "CREATE TABLE b (id int);\nINSERT INTO b SELECT 1 FROM pg_sleep("
				+ "CASE WHEN EXISTS (SELECT FROM opened) THEN 0 ELSE 600 END);\nINSERT INTO a VALUES (1);");
		try (KilledProcess killed = start()) {
			awaitActivity("state = 'active' AND wait_event = 'PgSleep'");
			killed.kill();
		}
		assertNextStartCompletes("2_b.sql");
		assertThat(this.database.list("SELECT id FROM a UNION ALL SELECT id FROM b")).containsExactly("1", "1");
	}

	@Test
	void migrateAfterAKillDuringCommitCompletes() throws Exception {
		script("1_a.sql", """
				CREATE TABLE a (id int);
				CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$
				BEGIN
				  PERFORM pg_sleep(CASE WHEN EXISTS (SELECT FROM opened) THEN 0 ELSE 600 END);
				  RETURN NULL;
				END $$;
				CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON a DEFERRABLE INITIALLY DEFERRED
				  FOR EACH ROW EXECUTE FUNCTION linger();
				""");
		script("2_b.sql", "INSERT INTO a VALUES (1);");
		try (KilledProcess killed = start()) {
			// The trigger is deferred: it sleeps at COMMIT, which is in the same message.
			awaitActivity("state = 'active' AND query LIKE '%2_b.sql%' AND wait_event = 'PgSleep'");
			killed.kill();
		}
		assertNextStartCompletes("2_b.sql");
		assertThat(this.database.list("SELECT id FROM a")).containsExactly("1");
	}

	@Test
	void migrateAfterAKillBetweenTwoStatementsCompletes() throws Exception {
		StringBuilder large = new StringBuilder("CREATE TABLE b (text text);\n");
		while (large.length() < 2 * KilledMigration.LARGE) {
			large.append("INSERT INTO b VALUES ('").append("x".repeat(1000)).append("');\n");
		}
		script("1_a.sql", "CREATE TABLE a (id int);");
		script("2_b.sql", large.toString());
		try (KilledProcess killed = start("2_b.sql")) {
			killed.awaitLine(KilledMigration.STALLED);
			awaitActivity("state = 'idle in transaction' AND query LIKE '%INSERT INTO b%'");
			killed.kill();
		}
		assertNextStartCompletes("2_b.sql");
		assertThat(this.database.value("SELECT count(*) FROM b"))
			.isEqualTo(String.valueOf(large.toString().lines().count() - 1));
	}

	@Test
	void migrateAfterAKillBetweenTwoMigrationsCompletes() throws Exception {
		script("1_a.sql", "CREATE TABLE a (id int);");
		script("2_b.sql", "CREATE TABLE b (id int);");
		try (KilledProcess killed = start("1_a.sql")) {
			killed.awaitLine(KilledMigration.STALLED);
			killed.kill();
		}
		assertNextStartCompletes("2_b.sql");
	}

	@Test
	void migrateAfterKillsAtRandomPointsHasAppliedEachMigrationOnce() throws Exception {
		this.database.execute("CREATE TABLE t (number int, half int)");
		for (int i = 1; i <= MIGRATIONS; i++) {
			String number = String.valueOf(i);
			script("%03d_insert.sql".formatted(i), "INSERT INTO t VALUES (" + number
					+ ", 1);\nSELECT pg_sleep(0.01);\nINSERT INTO t VALUES (" + number + ", 2);");
		}
		Random random = new Random(20251112L);
		for (int i = 0; i < KILLS; i++) {
			try (KilledProcess killed = start()) {
				killed.awaitLine(KilledMigration.PLANNED);
				TimeUnit.MILLISECONDS.sleep(random.nextInt(60));
			}
			assertThat(this.database
				.value("SELECT count(*) FROM (SELECT 1 FROM t GROUP BY number HAVING count(*) <> 2) half_done"))
				.isEqualTo("0");
		}
		migrate();
		assertThat(this.database
			.value("SELECT concat_ws(' ', count(*), count(DISTINCT (number, half)), max(number))" + " FROM t"))
			.isEqualTo("%d %d %d".formatted(2 * MIGRATIONS, 2 * MIGRATIONS, MIGRATIONS));
		assertThat(this.database.value("SELECT concat_ws(' ', count(*), count(DISTINCT migration_name))"
				+ " FROM migration_log WHERE action = 'applied'"))
			.isEqualTo(MIGRATIONS + " " + MIGRATIONS);
	}

	private void script(String name, String text) throws IOException {
		Files.writeString(this.folder.resolve(name), text);
		this.scripts.with(name, text);
	}

	private KilledProcess start(String... stallAt) throws IOException {
		return KilledProcess.start(this.database.url(), this.folder, stallAt);
	}

	private void awaitActivity(String condition) {
		await().atMost(Duration.ofSeconds(60))
			.until(() -> !this.database.list(
					"SELECT 1 FROM pg_stat_activity WHERE application_name = 'killed' AND datname = current_database()"
							+ " AND " + condition)
				.isEmpty());
	}

	/** Nothing half-done is there, and nobody has to lend a hand. */
	private void assertNextStartCompletes(String killed) {
		assertThat(this.database.list("SELECT migration_name FROM migration_history")).containsExactly("1_a.sql");
		assertThat(this.database.value("SELECT to_regclass('b')")).isNull();
		this.database.execute("INSERT INTO opened VALUES (1)");
		assertThat(migrate().steps()).extracting("name").containsExactly(killed);
	}

	private MigrationReport migrate() {
		return Migrator.builder(this.database.dataSource(), this.scripts)
			.options(MigratorOptions.defaults()
				.with(new MigratorOptions.Waiting(Duration.ZERO, SOON, Duration.ZERO, LockLimits.DEFAULT)))
			.build()
			.migrate();
	}

}
