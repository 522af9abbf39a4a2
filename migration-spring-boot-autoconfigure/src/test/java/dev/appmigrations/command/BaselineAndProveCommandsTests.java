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
 * {@code baseline}, {@code prove} and {@code run}.
 */
class BaselineAndProveCommandsTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private CommandInProcess application;

	@BeforeEach
	void create() {
		this.application = new CommandInProcess(this.database, this.scripts);
		this.scripts.with("1_a.sql", "CREATE TABLE a (id integer);")
			.with("1_a.down.sql", "DROP TABLE a;")
			.with("2_b.sql", "CREATE TABLE b (id integer);");
	}

	private CommandProcess.Result migrations(String... arguments) {
		return this.application.migrations(arguments);
	}

	private String history() {
		return String.join(" ", this.database
			.list("SELECT migration_name || ':' || coalesce(origin, '') FROM migration_history ORDER BY id"));
	}

	private boolean isUntouched() {
		return "t".equals(this.database
			.value("SELECT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace)"));
	}

	/**
	 * {@code baseline}.
	 */
	@Nested
	class Baseline {

		@Test
		void baselineListsWhatItMarksAndRunsNothing() {
			CommandProcess.Result result = migrations("baseline", "1", "--yes");
			assertThat(result.out()).isEqualTo("""
					To be marked as applied. None of them runs:
					  1_a.sql

					Marked 1 migration as applied.
					""");
			assertThat(result.code()).isEqualTo(ExitCode.OK);
			assertThat(history()).isEqualTo("1_a.sql:baseline");
			CommandProcess.Result again = migrations("baseline", "1");
			assertThat(again.out()).isEqualTo("Nothing to do.\n");
			assertThat(again.code()).isEqualTo(ExitCode.OK);
		}

		@Test
		void baselineWhenNobodyCanBeAskedNeedsYes() {
			CommandProcess.Result result = migrations("baseline", "2");
			assertThat(result.out()).contains("  1_a.sql\n  2_b.sql\n");
			assertThat(result.err()).contains("--yes");
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
			assertThat(isUntouched()).isTrue();
		}

		@Test
		void baselineWhenDryRunMarksNothing() {
			CommandProcess.Result result = migrations("baseline", "2", "--dry-run", "--json");
			assertThat(new JsonContent(result.out())).extractingPath("$")
				.asMap()
				.containsOnlyKeys("migrations", "marked")
				.containsEntry("migrations", List.of("1_a.sql", "2_b.sql"))
				.containsEntry("marked", false);
			assertThat(result.code()).isEqualTo(ExitCode.OK);
			assertThat(isUntouched()).isTrue();
		}

		@Test
		void baselineWhenThereIsAProblemSaysWhich() {
			BaselineAndProveCommandsTests.this.scripts.with("misnamed.sql", "SELECT 1;");
			CommandProcess.Result result = migrations("baseline", "2", "--yes");
			assertThat(result.err()).contains("misnamed.sql");
			assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
			assertThat(isUntouched()).isTrue();
		}

		@Test
		void baselineWhenVersionIsNoneIsAMistake() {
			CommandProcess.Result result = migrations("baseline", "latest", "--yes");
			assertThat(result.err()).contains("VERSION 'latest' is not a version");
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
		}

	}

	/**
	 * {@code prove}.
	 */
	@Nested
	class Prove {

		@Test
		void proveWhenRollbacksRestoreWhatWasThereSucceeds() {
			CommandProcess.Result result = migrations("prove");
			assertThat(result.out()).isEqualTo("""
					OUTCOME      MIGRATION
					proven       1_a.sql
					no rollback  2_b.sql

					1 proven, 1 no rollback.
					""");
			assertThat(result.code()).isEqualTo(ExitCode.OK);
		}

		@Test
		void proveWhenAllAreToHaveARollbackFailsForOneThatHasNone() {
			assertThat(migrations("prove", "--all").code()).isEqualTo(ExitCode.PROBLEMS);
		}

		@Test
		void proveWhenSomethingIsLeftBehindFailsAndSaysWhat() {
			BaselineAndProveCommandsTests.this.scripts.with("2_b.down.sql", "SELECT 1;");
			CommandProcess.Result result = migrations("prove");
			assertThat(result.out()).contains("differs      2_b.sql\n", "left behind: table public.b",
					"removed by: DROP TABLE public.b;", "1 proven, 1 differs.");
			assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
		}

		@Test
		void proveInJsonHasTheDocumentedShape() {
			BaselineAndProveCommandsTests.this.scripts.with("2_b.down.sql", "SELECT 1;");
			JsonContent json = new JsonContent(migrations("prove", "--json").out());
			assertThat(json).extractingPath("$")
				.asMap()
				.containsOnlyKeys("proven", "migrations", "chain")
				.containsEntry("proven", false);
			assertThat(json).extractingPath("$.migrations[1]")
				.asMap()
				.containsOnlyKeys("name", "outcome", "afterDown", "afterUpAgain", "failure")
				.containsEntry("name", "2_b.sql")
				.containsEntry("outcome", "differs")
				.containsEntry("failure", null)
				.hasEntrySatisfying("afterDown", (text) -> assertThat(text).asString().contains("table public.b"));
		}

		@Test
		void proveWhenDatabaseIsNotEmptyRefuses() {
			BaselineAndProveCommandsTests.this.database.execute("CREATE TABLE precious ()");
			CommandProcess.Result result = migrations("prove");
			assertThat(result.err()).contains("empty database only", "precious");
			assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
		}

		@Test
		void proveWhenThereAreNoMigrationsSaysSo() {
			BaselineAndProveCommandsTests.this.scripts.without("1_a.sql").without("1_a.down.sql").without("2_b.sql");
			assertThat(migrations("prove").out()).isEqualTo("There are no migrations.\n");
		}

	}

	/**
	 * {@code run}.
	 */
	@Nested
	class Run {

		@Test
		void runAppliesOneAndNoOther() {
			CommandProcess.Result result = migrations("run", "db/migration/2_b.sql");
			assertThat(result.out()).contains("applied   2_b.sql in ", "Total 1, applied 1, skipped 0, failed 0")
				.doesNotContain("1_a");
			assertThat(result.code()).isEqualTo(ExitCode.OK);
			assertThat(history()).isEqualTo("2_b.sql:applied");
		}

		@Test
		void runTwiceIsTheSame() {
			migrations("run", "1");
			CommandProcess.Result again = migrations("run", "1");
			assertThat(again.out()).endsWith("Nothing to do.\n");
			assertThat(again.code()).isEqualTo(ExitCode.OK);
		}

		@Test
		void runInJsonHasTheShapeOfUp() {
			JsonContent json = new JsonContent(migrations("run", "1", "--json").out());
			assertThat(json).extractingPath("$")
				.asMap()
				.containsOnlyKeys("total", "applied", "skipped", "failed", "notReached", "durationMs", "notices",
						"backfills", "error")
				.containsEntry("total", 1)
				.containsEntry("error", null);
		}

		@Test
		void runWhenMigrationIsUnknownOrNeedsAnotherRefuses() {
			BaselineAndProveCommandsTests.this.scripts.with("3_c.sql", "-- migrate:requires 2\nSELECT 1;");
			CommandProcess.Result unknown = migrations("run", "9_x.sql");
			assertThat(unknown.err()).contains("9_x.sql is neither applied nor among the migrations");
			assertThat(unknown.code()).isEqualTo(ExitCode.PROBLEMS);
			CommandProcess.Result needs = migrations("run", "3");
			assertThat(needs.err()).contains("3_c.sql", "2_b.sql");
			assertThat(needs.code()).isEqualTo(ExitCode.PROBLEMS);
			assertThat(isUntouched()).isTrue();
		}

	}

}
