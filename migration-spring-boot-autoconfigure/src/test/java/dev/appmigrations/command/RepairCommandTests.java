package dev.appmigrations.command;

import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@code repair}.
 */
class RepairCommandTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private CommandInProcess application;

	@BeforeEach
	void create() {
		this.application = new CommandInProcess(this.database, this.scripts);
	}

	private String repairs() {
		return String.join(" ", this.database.list("SELECT migration_name || ':' || action FROM migration_log"
				+ " WHERE action IN ('realigned', 'forgotten') ORDER BY id"));
	}

	@Test
	void repairWhenAllIsWellSaysSo() {
		this.scripts.with("1_a.sql", "SELECT 1;");
		assertThat(this.application.migrations("repair").out()).isEqualTo("Nothing to repair.\n");
		CommandProcess.Result result = this.application.migrations("repair", "--checksums", "--missing");
		assertThat(result.out()).isEqualTo("Nothing to repair.\n");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
	}

	/**
	 * A changed file and a missing one.
	 */
	@Nested
	class Files {

		@BeforeEach
		void damage() {
			RepairCommandTests.this.scripts.with("1_a.sql", "SELECT 1;").with("2_b.sql", "SELECT 2;");
			RepairCommandTests.this.application.migrator().migrate();
			RepairCommandTests.this.scripts.with("1_a.sql", "SELECT 3;").without("2_b.sql");
		}

		private CommandProcess.Result migrations(String... arguments) {
			return RepairCommandTests.this.application.migrations(arguments);
		}

		@Test
		void repairWithoutOptionsListsWhatCouldBeDone() {
			CommandProcess.Result result = migrations("repair");
			assertThat(result.out()).isEqualTo("""
					What could be repaired, and with which option:

					--checksums   1_a.sql
					              the history takes the checksum of the changed file
					--missing     2_b.sql
					              its file is missing: the history forgets it

					""");
			assertThat(result.code()).isEqualTo(ExitCode.OK);
			assertThat(repairs()).isEmpty();
		}

		@Test
		void repairInJsonHasTheDocumentedShape() {
			JsonContent json = new JsonContent(migrations("repair", "--missing", "--yes", "--json").out());
			assertThat(json).extractingPath("$")
				.asMap()
				.containsOnlyKeys("repairs", "repaired")
				.containsEntry("repaired", true);
			assertThat(json).extractingPath("$.repairs[0]")
				.asMap()
				.containsOnlyKeys("name", "option", "effect")
				.containsEntry("name", "2_b.sql")
				.containsEntry("option", "--missing");
			assertThat(new JsonContent(migrations("repair", "--json").out())).extractingPath("$.repaired")
				.isEqualTo(false);
		}

		@Test
		void repairWhenNobodyCanBeAskedNeedsYes() {
			CommandProcess.Result result = migrations("repair", "--checksums");
			assertThat(result.out()).startsWith("The history is to be changed:").contains("1_a.sql");
			assertThat(result.err()).contains("--yes");
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
			assertThat(repairs()).isEmpty();
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				repair --checksums --yes           | 1_a.sql:realigned
				repair --missing --yes             | 2_b.sql:forgotten
				repair --missing --checksums --yes | 1_a.sql:realigned 2_b.sql:forgotten
				""")
		void repairDoesWhatIsChosen(String arguments, String done) {
			CommandProcess.Result result = migrations(arguments.split(" "));
			assertThat(result.out()).contains("Repaired: ");
			assertThat(result.code()).isEqualTo(ExitCode.OK);
			assertThat(repairs()).isEqualTo(done);
		}

	}

	/**
	 * A migration that was interrupted at a statement of which nobody knows whether it
	 * has done its work.
	 */
	@Nested
	class Interrupted {

		@BeforeEach
		void interrupt() {
			RepairCommandTests.this.scripts.with("1_p.sql",
					"CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN COMMIT; PERFORM 1/0; END';\n"
							+ "-- statement 2\nCALL p();\nCREATE TABLE after_p ();");
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> RepairCommandTests.this.application.migrator().migrate());
			RepairCommandTests.this.database
				.execute("CREATE OR REPLACE PROCEDURE p() LANGUAGE sql AS 'CREATE TABLE IF NOT EXISTS called ()'");
		}

		private CommandProcess.Result migrations(String... arguments) {
			return RepairCommandTests.this.application.migrations(arguments);
		}

		@Test
		void repairListsTheDecisions() {
			assertThat(migrations("repair").out()).contains("--done        1_p.sql\n",
					"statement 2 is done: the next run goes on after it\n", "--again       1_p.sql\n",
					"statement 2 runs once more\n", "--start-over  1_p.sql\n");
		}

		@ParameterizedTest
		@CsvSource({ "--done, false, true", "--again, true, true" })
		void repairLetsTheNextRunGoOn(String option, boolean called, boolean after) {
			CommandProcess.Result stopped = migrations("up");
			assertThat(stopped.err()).contains("migrations repair " + option + " 1_p.sql");
			assertThat(migrations("repair", option, "1_p", "--yes").code()).isEqualTo(ExitCode.OK);
			assertThat(migrations("up").code()).isEqualTo(ExitCode.OK);
			assertThat(exists("called")).isEqualTo(called);
			assertThat(exists("after_p")).isEqualTo(after);
		}

		@Test
		void repairWhenItStartsOverForgetsWhatHasRun() {
			assertThat(migrations("repair", "--start-over", "db/migration/1_p.sql", "--yes").code())
				.isEqualTo(ExitCode.OK);
			assertThat(migrations("up").err()).contains("function \"p\" already exists");
		}

		@ParameterizedTest
		@ValueSource(strings = { "--done 2_b.sql", "--done 1_p.sql --again 1_p.sql" })
		void repairWhenDecisionIsNotClearChangesNothing(String options) {
			CommandProcess.Result result = migrations(("repair --yes " + options).split(" "));
			assertThat(result.err()).startsWith("Failed: There ");
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
			assertThat(migrations("repair").out()).contains("--done ", "--again ", "--start-over ");
		}

		private boolean exists(String table) {
			return "t"
				.equals(RepairCommandTests.this.database.value("SELECT to_regclass('" + table + "') IS NOT NULL"));
		}

	}

}
