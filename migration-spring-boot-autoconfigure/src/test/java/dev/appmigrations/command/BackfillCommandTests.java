package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code backfill}, and what other commands show of backfills.
 */
class BackfillCommandTests {

	private static final String BACKFILL = "3_fill.sql";

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private CommandInProcess application;

	@BeforeEach
	void fill() {
		this.application = new CommandInProcess(this.database, this.scripts);
		this.scripts.with("1_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);");
		this.application.migrator().migrate();
		this.database.execute("INSERT INTO users SELECT i, 'name ' || i FROM generate_series(1, 12000) i");
		this.scripts.with("2_column.sql", "ALTER TABLE users ADD COLUMN full_name text;").with(BACKFILL, """
				-- migrate:backfill table=users key=id duty=1
				-- migrate:verify SELECT id FROM users WHERE full_name IS DISTINCT FROM name
				UPDATE users SET full_name = name WHERE id BETWEEN :from AND :to;
				""").with("4_not_null.sql", """
				-- migrate:requires 3
				ALTER TABLE users ALTER COLUMN full_name SET NOT NULL;
				""").with("5_contract.sql", """
				-- migrate:phase contract
				-- migrate:requires 4
				ALTER TABLE users DROP COLUMN name;
				""");
	}

	private CommandProcess.Result migrations(String... arguments) {
		return this.application.migrations(arguments);
	}

	private void breakRow(int id) {
		this.database.execute("ALTER TABLE users ADD CONSTRAINT odd CHECK (full_name <> 'name " + id + "') NOT VALID");
	}

	/** A key or an error may be anything. */
	@Test
	void statusShowsHostileTextInVisibleForm() {
		migrations("up");
		this.database.execute("UPDATE migration_progress SET state = 'failed', started_at = now(),"
				+ " cursor = E'{\\u001b[2J}', reason = E'a\\u001b]0;x\\u0007', last_error = E'b\\u001b[31m\\r\\n\\u202ec',"
				+ " worker = E'w\\u001b'");
		for (String command : List.of("status", "check")) {
			String out = migrations(command).out();
			assertThat(out).contains("failed    3_fill.sql").doesNotContain("\u001b", "\u0007", "\u202e", "\r");
		}
		assertThat(migrations("status", "--json").out()).doesNotContain("\u001b", "\u202e");
		assertThat(migrations("backfill").err()).doesNotContain("\u001b", "\u0007", "\u202e");
	}

	@Nested
	class Up {

		@Test
		void leavesThemAndSaysWhoDoesThem() {
			CommandProcess.Result result = migrations("up");
			assertThat(result.out())
				.contains("applied   2_column.sql", "left      3_fill.sql: to be done in batches",
						"1 backfill pending, run by the instances, or: migrations backfill")
				.contains("Total 2, applied 1, skipped 1")
				.doesNotContain("applied   4_not_null.sql");
			assertThat(result.code()).isEqualTo(ExitCode.OK);
			assertThat(migrations("up").out()).contains("Nothing to do.", "1 backfill pending");
		}

		@Test
		void whenJsonIsAskedForListsWhatIsLeft() {
			JsonContent json = new JsonContent(migrations("up", "--json").out());
			assertThat(json).extractingPath("$.backfills[0].name").isEqualTo(BACKFILL);
			assertThat(json).extractingPath("$.notReached").asArray().isEmpty();
			assertThat(json).extractingPath("$.applied[*].name").asArray().containsExactly("2_column.sql");
		}

		@Test
		void dryRunShowsThemAndWhatWaitsForThem() {
			BackfillCommandTests.this.database.execute("ALTER TABLE users ADD COLUMN full_name text; ANALYZE users");
			BackfillCommandTests.this.scripts.without("2_column.sql").with("6_new.sql", """
					-- migrate:backfill table=later
					-- migrate:verify none it is only a test
					UPDATE later SET a = b WHERE id BETWEEN :from AND :to;
					""");
			String out = migrations("up", "--dry-run").out();
			assertThat(out)
				.contains("pending    3_fill.sql (expand, 1 statement)",
						"backfill   3_fill.sql, left to be done in batches: public.users by id: about 12,000 rows\n"
								+ "           up to the key 12000; first batch: 1,000 rows, from 1 to 1000",
						"Update on users", "waits      4_not_null.sql, until required migrations are done\n",
						"waits      5_contract.sql, until required migrations are done and the old release is gone",
						"backfill   6_new.sql: not known yet: ", "Nothing was executed.")
				.doesNotContain("pending    4_not_null.sql");
			JsonContent json = new JsonContent(migrations("up", "--dry-run", "--json").out());
			assertThat(json).extractingPath("$.waiting").asArray().containsExactly("5_contract.sql", "4_not_null.sql");
			assertThat(json).extractingPath("$.backfills[0].inBatches").isEqualTo(true);
			assertThat(json).extractingPath("$.backfills[0].plan.batch.to").isEqualTo("1000");
			assertThat(json).extractingPath("$.backfills[1].plan").isEqualTo(null);
			BackfillCommandTests.this.database.execute("DELETE FROM users WHERE id > 10000");
			assertThat(migrations("up", "--dry-run").out()).contains("backfill   3_fill.sql, done at its place: ",
					"pending    4_not_null.sql");
			assertThat(BackfillCommandTests.this.database.value("SELECT count(full_name) FROM users")).isEqualTo("0");
		}

		@Test
		void whenItIsToWaitDoesThemAndWhatWaitsForThem() {
			CommandProcess.Result result = migrations("up", "--wait-backfills");
			assertThat(result.out()).contains("applied   2_column.sql", "walked    3_fill.sql, 12,000 rows",
					"applied   3_fill.sql", "applied   4_not_null.sql", "Total 4, applied 3, skipped 1");
			assertThat(result.out()).doesNotContain("1 backfill pending");
		}

	}

	@Nested
	class Backfill {

		@Test
		void beforeTheMigrationsHaveRunAsksForThat() {
			CommandProcess.Result result = migrations("backfill");
			assertThat(result.err()).contains("Backfill 3_fill.sql is pending", "migrations up");
			assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
		}

		@Test
		void doesAllAndAppliesWhatWaits() {
			migrations("up");
			CommandProcess.Result result = migrations("backfill");
			assertThat(result.out()).contains("walked    3_fill.sql, 12,000 rows", "applied   4_not_null.sql");
			assertThat(result.code()).isEqualTo(ExitCode.OK);
			assertThat(migrations("backfill").out()).isEqualTo("Nothing to do.\n");
			assertThat(migrations("check").code()).isEqualTo(ExitCode.OK);
		}

		@Test
		void onAServerThatOnlyReadsSaysWhatItWaitsFor() {
			migrations("up");
			BackfillCommandTests.this.database.execute("ALTER DATABASE " + BackfillCommandTests.this.database.name()
					+ " SET default_transaction_read_only = on");
			CommandProcess.Result result = migrations("backfill", "--wait", "2s");
			assertThat(result.out()).contains("waits: the database is read-only (default_transaction_read_only is on)");
			assertThat(result.err()).contains("is not done yet: pending: the database is read-only");
			assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
		}

		@Test
		void whenTheNameIsUnknownFails() {
			migrations("up");
			assertThat(migrations("backfill", "33").err()).contains("There is no backfill 33.");
			assertThat(migrations("backfill", "3", "--speed", "max").code()).isEqualTo(ExitCode.OK);
		}

		@Test
		void whenAnOptionIsWrongIsUsage() {
			for (String[] wrong : new String[][] { { "--speed", "2" }, { "--speed", "fast" }, { "--wait", "soon" },
					{ "--pause", "--resume" }, { "--pause", "--finish" } }) {
				String[] arguments = new String[wrong.length + 1];
				arguments[0] = "backfill";
				System.arraycopy(wrong, 0, arguments, 1, wrong.length);
				assertThat(migrations(arguments).code()).as(String.join(" ", wrong)).isEqualTo(ExitCode.USAGE);
			}
		}

		@Test
		void whenARowFailsSaysWhichAndCheckFails() {
			migrations("up");
			breakRow(7000);
			CommandProcess.Result result = migrations("backfill");
			assertThat(result.err()).contains("the row id = 7000 of public.users", "backfill --retry 3_fill.sql");
			assertThat(result.out()).contains("failed    3_fill.sql");
			assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
			CommandProcess.Result check = migrations("check");
			assertThat(check.code()).isEqualTo(ExitCode.PROBLEMS);
			assertThat(check.out()).contains("failed    3_fill.sql, backfill of users", "1 backfill (1 failed)");
			assertThat(migrations("backfill").err()).contains("has failed", "backfill --retry 3_fill.sql");
			BackfillCommandTests.this.database.execute("ALTER TABLE users DROP CONSTRAINT odd");
			assertThat(migrations("backfill", "--finish").out()).contains("applied   4_not_null.sql");
		}

	}

	@Nested
	class DryRun {

		@Test
		void showsKeysAndPlansAndExecutesNothing() {
			BackfillCommandTests.this.database.execute("ALTER TABLE users ADD COLUMN full_name text; ANALYZE users");
			BackfillCommandTests.this.scripts.without("2_column.sql");
			assertThat(migrations("backfill", "--dry-run").out()).contains(
					"3_fill.sql, backfill of public.users by id: about 12,000 rows",
					"up to the key 12000; first batch: 1,000 rows, from 1 to 1000", "Update on users", "Index",
					"if each batch takes as long as it should", "Nothing was executed.");
			JsonContent json = new JsonContent(migrations("backfill", "3", "--dry-run", "--json").out());
			assertThat(json).extractingPath("$.executed").isEqualTo(false);
			assertThat(json).extractingPath("$.backfills[0].batch.to").isEqualTo("1000");
			assertThat(json).extractingPath("$.backfills[0].statements[0].error").isEqualTo(null);
			assertThat(BackfillCommandTests.this.database.value("SELECT count(full_name) FROM users")).isEqualTo("0");
		}

		@Test
		void whenAStatementCannotBeExplainedYetSaysWhy() {
			assertThat(migrations("backfill", "--dry-run").out())
				.contains("not explained: column \"full_name\" of relation \"users\" does not exist");
		}

		@Test
		void whenNothingIsLeftSaysSo() {
			migrations("up", "--wait-backfills");
			assertThat(migrations("backfill", "--dry-run").out()).isEqualTo("Nothing to do.\n");
			assertThat(migrations("backfill", "--dry-run", "--pause").code()).isEqualTo(ExitCode.USAGE);
		}

	}

	@Nested
	class Decisions {

		@BeforeEach
		void begin() {
			migrations("up");
		}

		@Test
		void pauseAndResume() {
			assertThat(migrations("backfill", "--pause").out()).contains("Paused 3_fill.sql",
					"paused    3_fill.sql, backfill of users", "because: paused by ");
			assertThat(migrations("check").code()).isEqualTo(ExitCode.OK);
			assertThat(migrations("backfill").err()).contains("is paused", "backfill --resume 3_fill.sql");
			assertThat(migrations("backfill", "--pause", "3").err()).contains("there is nothing to pause");
			assertThat(migrations("backfill", "--resume", "3_fill").out()).contains("Goes on: 3_fill");
			assertThat(migrations("backfill", "--wait", "10s").code()).isEqualTo(ExitCode.OK);
		}

		@Test
		void cancelAsksAndCheckFailsUntilItIsResumed() {
			assertThat(migrations("backfill", "--cancel").code()).isEqualTo(ExitCode.USAGE);
			JsonContent json = new JsonContent(migrations("backfill", "--cancel", "--yes", "--json").out());
			assertThat(json).extractingPath("$.decision").isEqualTo("cancel");
			assertThat(json).extractingPath("$.backfills[0].state").isEqualTo("cancelled");
			assertThat(migrations("check").code()).isEqualTo(ExitCode.PROBLEMS);
			migrations("backfill", "--resume");
			assertThat(migrations("check").code()).isEqualTo(ExitCode.OK);
		}

		@Test
		void skipLeavesOutTheRowAtWhichItHasFailed() {
			assertThat(migrations("backfill", "--skip", "7000", "--yes").err()).contains("no row has made it fail");
			breakRow(7000);
			BackfillCommandTests.this.scripts.without("4_not_null.sql").without("5_contract.sql");
			migrations("backfill");
			assertThat(migrations("backfill", "--skip", "7000").code()).isEqualTo(ExitCode.USAGE);
			assertThat(migrations("backfill", "--skip", "7001", "--yes").err()).contains("did not fail at the row 7001",
					"the next one is 7000");
			assertThat(migrations("backfill", "--skip", "7000", "--yes").out())
				.contains("Row left out; goes on: 3_fill.sql", "1 row skipped");
			assertThat(migrations("backfill").code()).isEqualTo(ExitCode.OK);
			assertThat(BackfillCommandTests.this.database
				.list("SELECT id FROM users WHERE full_name IS DISTINCT FROM name")).containsExactly("7000");
		}

		@Test
		void startOverBeginsAtTheFirstRow() {
			breakRow(7000);
			migrations("backfill");
			assertThat(migrations("backfill", "--start-over", "--yes").out()).contains("Begins anew: 3_fill.sql");
			assertThat(migrations("status").out()).contains("pending   3_fill.sql, backfill of users");
		}

		@Test
		void whenThereAreSeveralBackfillsNeedAName() {
			BackfillCommandTests.this.database.execute("CREATE TABLE notes (id bigint PRIMARY KEY, text text);"
					+ "INSERT INTO notes SELECT i FROM generate_series(1, 12000) i");
			BackfillCommandTests.this.scripts.with("6_again.sql", """
					-- migrate:backfill table=notes key=id
					-- migrate:verify none it is only a test
					UPDATE notes SET text = '' WHERE id BETWEEN :from AND :to;
					""");
			migrations("up");
			assertThat(migrations("backfill", "--pause").err()).contains("more than one backfill", "6_again.sql");
			assertThat(migrations("backfill", "--pause", "6").out()).contains("Paused 6");
		}

	}

	@Nested
	class Status {

		@Test
		void hasTheDocumentedShape() {
			migrations("up");
			JsonContent json = new JsonContent(migrations("status", "--json").out());
			assertThat(json).extractingPath("$.backfills[0]")
				.asMap()
				.containsOnlyKeys("name", "version", "table", "state", "reason", "since", "startedAt", "position",
						"cursor", "rows", "estimatedRows", "pass", "skipped", "rowsPerSecond", "batchSize",
						"remainingSeconds", "uncertaintySeconds", "instance", "active", "lastError")
				.containsEntry("table", "users")
				.containsEntry("state", "pending");
			assertThat(json).extractingPath("$.waiting[*].phase").asArray().containsExactly("contract", "expand");
			assertThat(json).extractingPath("$.waiting[0].awaits").asArray().contains("4_not_null.sql", BACKFILL);
			assertThat(json).extractingPath("$.waiting[1].awaits").asArray().containsExactly(BACKFILL);
		}

		@Test
		void showsStatePositionAndWhatWaits() {
			migrations("up");
			BackfillCommandTests.this.database
				.execute("UPDATE migration_progress SET state = 'running', started_at = now(), cursor = '{6000}',"
						+ " rows_done = 6000, estimate = 12000, rate = 100, reason = 'replica lag 12 s',"
						+ " worker = 'web-1', lease_until = now() + interval '1 h', skipped = '[{}]'");
			assertThat(migrations("status").out()).contains("running   3_fill.sql, backfill of users\n"
					+ "  50 %, 6,000 rows of about 12,000, 100 rows/s in batches of 1,000, about 60 s left (\u00b1 12 s)\n"
					+ "  because: replica lag 12 s\n  reached the key {6000}\n  worked on by web-1\n  running since ")
				.contains("  1 row skipped\n", ", 1 backfill.")
				.contains("waiting   4_not_null.sql, until required migrations are done:\n"
						+ "  waits for the backfill 3_fill.sql: running, 50 %")
				.contains("waiting   5_contract.sql, until required migrations are done and the old release is gone:");
			assertThat(migrations("contract").err()).contains("waits for the backfill 3_fill.sql", "contract --wait",
					"'migrations backfill'");
		}

	}

}
