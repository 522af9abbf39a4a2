package dev.appmigrations.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code up}.
 */
class UpCommandTests {

	@TempDir
	Path temp;

	private CommandProcess application;

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void create() {
		this.application = new CommandProcess(this.temp).database(this.database);
	}

	private List<String> applied() {
		return this.database.list("SELECT migration_name FROM migration_history ORDER BY id");
	}

	private boolean holds(String condition) {
		return "t".equals(this.database.value("SELECT " + condition));
	}

	private void await(String condition) throws InterruptedException {
		long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (!holds(condition)) {
			assertThat(System.nanoTime()).as(condition).isLessThan(deadline);
			Thread.sleep(50);
		}
	}

	@Test
	void upAppliesWhatIsPendingAndSaysSoLineByLine() throws Exception {
		this.application.script("1_a.sql", "CREATE TABLE a (id integer);")
			.script("2_b.sql", "CREATE TABLE b (id integer);");
		CommandProcess.Result result = this.application.migrations("up");
		assertThat(result.out().lines().map((line) -> line.replaceAll("\\d+ ms", "N ms"))).containsExactly(
				this.database.value("SELECT 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1)")
						+ ", database " + this.database.name() + ", role postgres: 0 applied, 2 pending.",
				"applying  1_a.sql (1 of 2)", "applied   1_a.sql in N ms", "applying  2_b.sql (2 of 2)",
				"applied   2_b.sql in N ms", "Total 2, applied 2, skipped 0, failed 0 (N ms)");
		assertThat(result.err()).startsWith("Database: ").hasLineCount(1);
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		assertThat(applied()).containsExactly("1_a.sql", "2_b.sql");
		CommandProcess.Result again = this.application.migrations("up");
		assertThat(again.out()).endsWith("Nothing to do.\n");
		assertThat(again.code()).isEqualTo(ExitCode.OK);
	}

	@Test
	void upWhenTargetIsNamedStopsThere() throws Exception {
		this.application.script("1_a.sql", "CREATE TABLE a (id integer);")
			.script("2_b.sql", "CREATE TABLE b (id integer);");
		assertThat(this.application.migrations("up", "--target", "1").code()).isEqualTo(ExitCode.OK);
		assertThat(applied()).containsExactly("1_a.sql");
		CommandProcess.Result wrong = this.application.migrations("up", "--target", "latest");
		assertThat(wrong.err()).contains("'latest' is not a version");
		assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void upWhenOneFailsKeepsThoseBeforeAndSkipsThoseAfter() throws Exception {
		this.application.script("1_a.sql", "CREATE TABLE a (id integer);")
			.script("2_b.sql", "CREATE TABLE b (id integer);\nSELECT nonsense;")
			.script("3_c.sql", "CREATE TABLE c (id integer);");
		CommandProcess.Result json = this.application.migrations("up", "--json");
		JsonContent content = new JsonContent(json.out());
		assertThat(content).extractingPath("$")
			.asMap()
			.containsOnlyKeys("total", "applied", "skipped", "failed", "notReached", "durationMs", "notices",
					"backfills", "error")
			.containsEntry("total", 3)
			.containsEntry("skipped", List.of())
			.containsEntry("notReached", List.of("3_c.sql"))
			.containsEntry("failed", List.of("2_b.sql"));
		assertThat(content).extractingPath("$.applied[0]")
			.asMap()
			.containsOnlyKeys("name", "statements", "executionMs", "outOfOrder", "transaction")
			.containsEntry("name", "1_a.sql");
		assertThat(content).extractingPath("$.error")
			.asMap()
			.containsOnlyKeys("code", "description", "action")
			.containsEntry("code", "STATEMENT_FAILED");
		assertThat(json.code()).isEqualTo(ExitCode.PROBLEMS);
		assertThat(applied()).containsExactly("1_a.sql");
		CommandProcess.Result text = this.application.migrations("up");
		assertThat(text.out()).contains("failed    2_b.sql",
				"Total 3, applied 0, skipped 1 (already applied), failed 1, not reached 1");
		assertThat(text.err()).startsWith("Database: ")
			.contains("\nFailed: Migration 2_b.sql failed at")
			.doesNotContain("\tat ");
		assertThat(text.code()).isEqualTo(ExitCode.PROBLEMS);
		assertThat(holds("to_regclass('b') IS NULL")).isTrue();
	}

	@Test
	void upShowsWhatScriptsRaiseOnceInItsPlace() throws Exception {
		this.application.script("1_a.sql", """
				CREATE TABLE IF NOT EXISTS a (id integer);
				DO $$ BEGIN
				  RAISE NOTICE E'\\033[2Jhalf\\nof it';
				  RAISE WARNING 'careful' USING DETAIL = 'why', HINT = 'what to do';
				END $$;
				""").script("2_b.sql", "CREATE TABLE IF NOT EXISTS a (id integer);");
		CommandProcess.Result dryRun = this.application.migrations("up", "--dry-run", "--execute");
		String warned = "warning   %s/1_a.sql:4: careful\n          DETAIL: why\n          HINT: what to do\n"
			.formatted(this.temp.resolve("migrations"));
		assertThat(dryRun.out()).containsSubsequence("tried      1_a.sql", "\n notice    ",
				"\n " + warned.strip().replace("\n", "\n "), "tried      2_b.sql", "notice    ",
				"2_b.sql:1: relation \"a\" already exists");
		CommandProcess.Result result = this.application.migrations("up");
		assertThat(result.out())
			.containsSubsequence("applying  1_a.sql (1 of 2)\n", "notice    ", "1_a.sql:3: \\u001B[2Jhalf\\nof it\n",
					warned, "applied   1_a.sql in ", "applying  2_b.sql (2 of 2)\n",
					"2_b.sql:1: relation \"a\" already exists, skipping\n", "applied   2_b.sql")
			.containsOnlyOnce("careful");
		assertThat(result.err()).startsWith("Database: ").hasLineCount(1);
	}

	@Test
	void upWithJsonHasWhatScriptsRaise() throws Exception {
		this.application.script("1_a.sql", "SELECT 1;\nDO $$ BEGIN RAISE WARNING 'careful'; END $$;\nSELECT nonsense;");
		for (String[] command : List.of(new String[] { "up", "--json" },
				new String[] { "up", "--dry-run", "--execute", "--json" })) {
			CommandProcess.Result result = this.application.migrations(command);
			assertThat(new JsonContent(result.out())).extractingPath("$.notices[0]")
				.asMap()
				.containsOnlyKeys("severity", "warning", "message", "detail", "hint", "file", "line")
				.containsEntry("message", "careful")
				.containsEntry("warning", true)
				.containsEntry("line", 2);
			assertThat(result.out()).hasLineCount(1);
			assertThat(result.err()).isEmpty();
		}
	}

	@Test
	void upWhenInterruptedLeavesNothingBehindAndTheNextCompletes() throws Exception {
		assumeInterruptible();
		this.application.script("1_a.sql", "CREATE TABLE a (id integer);")
			.script("2_b.sql", "CREATE TABLE b (id integer);\nSELECT pg_sleep(60);");
		Process process = this.application.start(List.of("migrations", "up"));
		await("EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep')");
		new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
		CommandProcess.Result result = this.application.finish(process);
		assertThat(result.err()).startsWith("Database: ").contains("Interrupted.").hasLineCount(2);
		assertThat(result.code()).isEqualTo(130);
		assertThat(applied()).containsExactly("1_a.sql");
		assertThat(holds("to_regclass('b') IS NULL")).isTrue();
		await("NOT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
				+ " WHERE l.locktype = 'advisory' AND d.datname = current_database())");
		this.application.script("2_b.sql", "CREATE TABLE b (id integer);");
		assertThat(this.application.migrations("up").code()).isEqualTo(ExitCode.OK);
		assertThat(applied()).containsExactly("1_a.sql", "2_b.sql");
	}

	/** A process that was started in the background may have been told to ignore it. */
	private static void assumeInterruptible() throws Exception {
		Path status = Path.of("/proc/self/status");
		Assumptions.assumeTrue(Files.exists(status), "There is no /proc to ask whether SIGINT is ignored");
		String ignored = Files.readAllLines(status)
			.stream()
			.filter((line) -> line.startsWith("SigIgn:"))
			.map((line) -> line.substring("SigIgn:".length()).trim())
			.findFirst()
			.orElse("0");
		Assumptions.assumeTrue((Long.parseUnsignedLong(ignored, 16) & 2) == 0, "This process ignores SIGINT");
	}

	/**
	 * A session at a terminal.
	 */
	@Nested
	class Terminals {

		@BeforeEach
		void assumeTerminal() {
			CommandProcess.assumeTerminal();
		}

		@Test
		void upShowsALiveLine() throws Exception {
			String statement = "SELECT pg_sleep(0.1), length('" + "x".repeat(40_000) + "');\n";
			UpCommandTests.this.application.script("1_large.sql", statement.repeat(30));
			CommandProcess.Result result = UpCommandTests.this.application.environment("NO_COLOR", "")
				.migrationsOnTerminal("", "up");
			assertThat(result.out()).contains("\r\u001b[K[1/1] 1_large.sql  0 s")
				.containsPattern("\r\u001b\\[K\\[1/1] 1_large\\.sql  statement \\d+ of 30 \\(\\d+ %\\)  [1-9] s")
				.contains("\u001b[32mapplied   \u001b[0m1_large.sql in ")
				.contains("Total 1, applied 1, skipped 0, failed 0");
			assertThat(result.code()).isEqualTo(ExitCode.OK);
		}

		@Test
		void upWhenTablesHaveNoHistoryAsksFirst() throws Exception {
			UpCommandTests.this.database.execute("CREATE TABLE precious ()");
			CommandProcess application = UpCommandTests.this.application.script("1_a.sql", "CREATE TABLE a ();");
			CommandProcess.Result refused = application.migrationsOnTerminal("n\n", "up");
			assertThat(refused.out()).contains("has no migration history, but tables already (precious).",
					"Run all 1 pending migrations on it? [y/N] ");
			assertThat(refused.code()).isEqualTo(ExitCode.PROBLEMS);
			assertThat(holds("to_regclass('a') IS NULL AND to_regclass('migration_history') IS NULL")).isTrue();
			assertThat(application.migrationsOnTerminal("y\n", "up").code()).isEqualTo(ExitCode.OK);
			assertThat(applied()).containsExactly("1_a.sql");
		}

	}

}
