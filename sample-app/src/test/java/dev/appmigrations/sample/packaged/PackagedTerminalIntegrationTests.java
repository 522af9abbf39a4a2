package dev.appmigrations.sample.packaged;

import java.io.IOException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions of a person at a terminal.
 */
class PackagedTerminalIntegrationTests extends PackagedFolder {

	private static final String CONTROL_C = "\u0003";

	@BeforeEach
	void writeScripts() throws IOException {
		assumeTerminal();
		script("1_a.sql", "CREATE TABLE a (id integer);");
		script("2_b.sql", "CREATE TABLE b (id integer);");
	}

	private static void type(Process process, String text) throws IOException {
		process.outputWriter().append(text).flush();
	}

	@Test
	void baselineAndRepairDoWhatAPersonAgreesTo() throws Exception {
		session("n\n", "baseline", "2").failed(1)
			.prints("  1_a.sql\r\n  2_b.sql\r\n", "Mark 2 migrations as applied? [y/N] ", "Nothing was changed.");
		assertThat(this.database.holds("to_regclass('migration_history') IS NULL")).isTrue();
		session("y\n", "baseline", "2").failed(0).prints("Marked 2 migrations as applied.");
		assertThat(this.database.applied()).containsExactly("1_a.sql", "2_b.sql");
		script("2_b.sql", "CREATE TABLE b (id bigint);");
		String before = this.database.content();
		session("\n", "repair", "--checksums").failed(1)
			.prints("2_b.sql", "Change the history so? [y/N] ", "Nothing was changed.");
		assertThat(this.database.content()).isEqualTo(before);
		session("y\n", "repair", "--checksums").failed(0).prints("Repaired: 1.");
		this.jar.migrations("check").succeeded();
	}

	@Test
	void rollbackWhenInterruptedUndoesNothingAndTheNextCompletes() throws Exception {
		this.jar.migrations("up").succeeded();
		script("2_b.down.sql", "DROP TABLE b;\nSELECT pg_sleep(60);");
		String before = this.database.content();
		Process rollback = this.jar.startOnTerminal("rollback", "2", "--yes");
		this.database.await("EXISTS (SELECT FROM pg_stat_activity"
				+ " WHERE datname = current_database() AND wait_event = 'PgSleep')");
		type(rollback, CONTROL_C);
		this.jar.finish(rollback).failed(130).prints("\r\u001b[K[1/1] 2_b.sql  ", "Interrupted. What the rollback");
		this.database.await("NOT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
				+ " WHERE l.locktype = 'advisory' AND d.datname = current_database())");
		assertThat(this.database.content()).isEqualTo(before);
		script("2_b.down.sql", "DROP TABLE b;");
		session("n\n", "rollback", "2").failed(1).prints("Undo 1 migration? [y/N] ", "Nothing was changed.");
		assertThat(this.database.content()).isEqualTo(before);
		session("y\n", "rollback", "2").failed(0)
			.prints("Undo 1 migration? [y/N] ", "\u001b[32mundone    \u001b[0m2_b.sql in ");
		assertThat(this.database.applied()).containsExactly("1_a.sql");
		assertThat(this.database.holds("to_regclass('b') IS NULL")).isTrue();
	}

	@Test
	void dryRunWhenInterruptedLeavesNothing() throws Exception {
		script("2_b.sql", "CREATE TABLE b (id integer);\nSELECT pg_sleep(60);");
		String before = this.database.content();
		Process dryRun = this.jar.startOnTerminal("up", "--dry-run", "--execute");
		this.database.await("EXISTS (SELECT FROM pg_stat_activity"
				+ " WHERE datname = current_database() AND wait_event = 'PgSleep')");
		type(dryRun, CONTROL_C);
		this.jar.finish(dryRun).failed(130).prints("Interrupted. The server rolls the dry run back");
		this.database.await("NOT EXISTS (SELECT FROM pg_stat_activity"
				+ " WHERE datname = current_database() AND wait_event = 'PgSleep')");
		assertThat(this.database.content()).isEqualTo(before);
	}

	@Test
	void proveShowsWhatItIsDoingAndEachResultAtOnce() throws Exception {
		script("1_a.down.sql", "DROP TABLE a;");
		SampleJar.Result result = session("", "prove").failed(0);
		assertThat(result.out()).containsSubsequence("OUTCOME      MIGRATION\r\n",
				"\r\u001b[K[1/2] 1_a.sql  applying it  ", "\r\u001b[K[1/2] 1_a.sql  undoing it  ",
				"\r\u001b[K[1/2] 1_a.sql  applying it again  ", "\r\u001b[K\u001b[32mproven       \u001b[0m1_a.sql\r\n",
				"\r\u001b[K[2/2] 2_b.sql  applying it  ", "\r\u001b[K\u001b[2mno rollback  \u001b[0m2_b.sql\r\n",
				"\r\n1 proven, 1 no rollback.\r\n");
	}

	@Test
	void statusHasColoursUnlessTheyAreUnwanted() throws Exception {
		session("", "status").failed(0).prints("\u001b[33mpending   \u001b[0m");
		this.jar.environment("NO_COLOR", "1");
		assertThat(session("", "status").failed(0).prints("pending").out()).doesNotContain("\u001b");
	}

	@Test
	void upWhenThereIsALogKeepsItAboveTheLiveLine() throws Exception {
		script("2_b.sql", "DO $$ BEGIN RAISE NOTICE 'half of it'; END $$;\nSELECT pg_sleep(1.5);");
		SampleJar.Result result = session("", "up", "--verbose").failed(0);
		String live = "\r\u001b[K[2/2] 2_b.sql  ";
		assertThat(result.out()).contains(live, "\u001b[2mnotice\u001b[0m    migrations/2_b.sql:1: half of it\r\n");
		for (String line : result.out().split("\r\n")) {
			String logged = line.substring(line.lastIndexOf("\r\u001b[K") + 1);
			if (line.contains(" INFO ")) {
				// It begins where a line begins, or where the live line was cleared away.
				assertThat(logged.replaceFirst("^\u001b\\[K", ""))
					.matches("(?s)(\u001b\\[\\d*m)*\\d{4}-\\d\\d-\\d\\d.*");
			}
		}
	}

	@Test
	void statusAndRemediesBreakNothingThatIsToBeCopied() throws Exception {
		String name = "3_" + "a_long_name_that_no_column_holds_".repeat(3) + "x.sql";
		script(name, "SELECT 1;");
		SampleJar.Result status = this.jar.finish(this.jar.startOnTerminal("status"));
		status.failed(0).prints("\r\n  " + name + "\r\n");
		this.jar.finish(this.jar.startOnTerminal("help", "up"))
			.failed(0)
			.prints("  java -jar app.jar migrations up --json --app.migrations.advisory-lock.wait-timeout=5m\r\n");
		String first = "1_" + name.substring(2);
		script(first, "SELECT 1;");
		this.jar.finish(this.jar.startOnTerminal("check"))
			.failed(1)
			.prints(" migrations/1_a.sql and migrations/" + first + " have one version, 1; neither is applied.\r\n",
					"\r\n  Rename one of them, for example " + first + " to 4" + first.substring(1) + ".\r\n");
	}

	@Test
	void upWithoutColoursHasALiveLineAllTheSame() throws Exception {
		this.jar.environment("NO_COLOR", "1");
		script("2_b.sql", "SELECT pg_sleep(1);");
		SampleJar.Result result = session("", "up").failed(0).prints("\r\u001b[K[2/2] 2_b.sql  ");
		assertThat(result.out()).doesNotContain("\\u001B", "\\r", "\u001b[3");
	}

	@Test
	void upOnANarrowTerminalHasALiveLineThatDoesNotWrap() throws Exception {
		script("2_b.sql", "SELECT pg_sleep(1);");
		SampleJar.Result result = session("", "up").failed(0);
		assertThat(result.out()).contains("\u001b[?7l\r\u001b[K[2/2] 2_b.sql  ").contains("s\u001b[?7h");
	}

}
