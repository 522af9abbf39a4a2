package dev.appmigrations.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.PsqlProgram;
import dev.appmigrations.support.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code script} and {@code up --dry-run}.
 */
class ScriptCommandTests {

	@TempDir
	Path temp;

	private CommandProcess application;

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void create() throws Exception {
		this.application = new CommandProcess(this.temp).database(this.database)
			.script("1_a.sql", "CREATE TABLE a AS SELECT 'h\u00e4\u20ac' AS word;")
			.script("1_a.down.sql", "DROP TABLE a;")
			.script("2_b.sql", "ALTER TABLE a ADD id integer;\n-- migrate:down\nALTER TABLE a DROP id;");
	}

	private List<String> applied() {
		return this.database.list("SELECT migration_name FROM migration_history ORDER BY id");
	}

	private void psql(String script) throws Exception {
		Path file = Files.writeString(Files.createTempFile(this.temp, "script", ".sql"), script);
		PsqlProgram.Result result = PsqlProgram.assume().run(file, this.database);
		assertThat(result.code()).as(result.output()).isZero();
	}

	@Test
	void scriptPrintsWhatPsqlRunsAndThenNothingIsPending() throws Exception {
		CommandProcess.Result script = this.application.migrations("script");
		assertThat(script.err()).startsWith("Database: ").hasLineCount(1);
		assertThat(script.code()).isEqualTo(ExitCode.OK);
		assertThat(script.out()).startsWith("-- Applies 2 migrations.\n-- Made for database " + this.database.name());
		psql(script.out());
		assertThat(this.database.value("SELECT word FROM a")).isEqualTo("h\u00e4\u20ac");
		assertThat(this.application.migrations("check").code()).isEqualTo(ExitCode.OK);
		CommandProcess.Result down = this.application.migrations("script", "--down", "--to", "1");
		psql(down.out());
		assertThat(applied()).containsExactly("1_a.sql");
	}

	@Test
	void scriptWhenFileIsNamedWritesItWhole() throws Exception {
		Path file = this.temp.resolve("out.sql");
		Files.writeString(file, "old");
		CommandProcess.Result result = this.application.migrations("script", "--from", "0", "--to", "1", "--output",
				file.toString());
		assertThat(result.out()).isEmpty();
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		assertThat(Files.readString(file)).startsWith("-- Applies 1 migration, from version 0, to version 1.\n")
			.endsWith("\\echo 'Done.'\n");
		this.application.script("2_b.sql", "SELECT 'open;");
		CommandProcess.Result failed = this.application.migrations("script", "--output", file.toString());
		assertThat(failed.code()).isEqualTo(ExitCode.PROBLEMS);
		assertThat(Files.readString(file)).startsWith("-- Applies 1 migration");
		assertThat(this.temp.resolve("out.sql.part")).doesNotExist();
	}

	@Test
	void scriptWhenOptionsMakeNoSenseTellsWhatToType() throws Exception {
		CommandProcess.Result down = this.application.migrations("script", "--down");
		assertThat(down.err()).contains("--down needs --to.");
		assertThat(down.code()).isEqualTo(ExitCode.USAGE);
		CommandProcess.Result backwards = this.application.migrations("script", "--from", "2", "--to", "1");
		assertThat(backwards.err()).contains("There is nothing to apply from version 2 to version 1.", "add --down");
		assertThat(backwards.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void dryRunShowsDurationsLocksAndRowsAndChangesNothing() throws Exception {
		this.application.migrations("up", "--target", "1");
		this.application.script("3_c.sql", "UPDATE a SET id = 1;")
			.script("4_i.sql", "CREATE INDEX CONCURRENTLY i ON a (id);");
		CommandProcess.Result result = this.application.migrations("up", "--dry-run", "--execute");
		assertThat(result.out().lines().map((line) -> line.replaceAll("\\d+ ms", "N ms"))).containsExactly(
				"tried      2_b.sql in N ms, 0 rows", "           ACCESS EXCLUSIVE on public.a",
				"tried      3_c.sql in N ms, 1 row",
				"not tried  4_i.sql: does not run in a transaction (line 1, CREATE INDEX CONCURRENTLY cannot run"
						+ " inside a transaction block)",
				"Tried 2, not tried 1, failed 0 (N ms)",
				"Rolled back: nothing was applied. Only sequences may have advanced.");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		assertThat(applied()).containsExactly("1_a.sql");
		CommandProcess.Result one = this.application.migrations("up", "--dry-run", "--execute", "--target", "1");
		assertThat(one.out()).isEqualTo("Nothing to do.\n");
	}

	@Test
	void dryRunWhenAnotherInstanceMigratesWaitsAndSaysForWhom() throws Exception {
		MemoryScripts slow = new MemoryScripts().with("1_a.sql", "CREATE TABLE a (id integer);\nSELECT pg_sleep(3);");
		CommandInProcess other = new CommandInProcess(this.database, slow);
		CompletableFuture<?> migration = CompletableFuture.runAsync(() -> other.migrator().migrate());
		Awaitility.await()
			.until(() -> "t".equals(this.database.value("SELECT EXISTS (SELECT FROM pg_stat_activity"
					+ " WHERE datname = current_database() AND wait_event = 'PgSleep')")));
		CommandProcess.Result result = other.migrations("up", "--dry-run", "--execute");
		assertThat(result.err()).startsWith("Waiting for 1 s for another instance that migrates this schema: ");
		assertThat(result.out()).isEqualTo("Nothing to do.\n");
		migration.join();
	}

	@Test
	void dryRunWhenOneFailsSaysSoInJson() throws Exception {
		this.application.script("2_b.sql", "SELECT nonsense;").script("3_c.sql", "SELECT 1;");
		CommandProcess.Result result = this.application.migrations("up", "--dry-run", "--execute", "--json");
		assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
		JsonContent json = new JsonContent(result.out());
		assertThat(json).extractingPath("$")
			.asMap()
			.containsOnlyKeys("dryRun", "executed", "tried", "untried", "durationMs", "notices", "error")
			.containsEntry("dryRun", true);
		assertThat(json).extractingPath("$.tried[0]")
			.asMap()
			.containsOnlyKeys("name", "statements", "executionMs", "rows", "locks")
			.containsEntry("name", "1_a.sql");
		assertThat(json).extractingPath("$.untried[0]").asMap().containsOnlyKeys("name", "reason");
		assertThat(json).extractingPath("$.error").asMap().containsEntry("code", "STATEMENT_FAILED");
		assertThat(this.database.value("SELECT to_regclass('migration_history') IS NULL")).isEqualTo("t");
	}

}
