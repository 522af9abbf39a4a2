package dev.appmigrations.command;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What all commands have in common: options, help, and the ways to name a migration.
 */
class CommandOptionsTests {

	private static CommandLine root() {
		return MigrationsCommand.commandLine(Terminal.of(new StringWriter(), new StringWriter(), false, null, false));
	}

	static Stream<String> commands() {
		return root().getSubcommands().keySet().stream().filter((name) -> !name.equals("help"));
	}

	private static String help(CommandLine command) {
		return command.getUsageMessage(CommandLine.Help.Ansi.OFF);
	}

	@ParameterizedTest
	@MethodSource("commands")
	void everyCommandHasTheCommonOptions(String name) {
		CommandLine command = root().getSubcommands().get(name);
		for (String option : List.of("-y", "--yes", "-q", "--quiet", "--verbose", "--context", "--migrator")) {
			assertThat(command.getCommandSpec().findOption(option)).as(option).isNotNull();
		}
	}

	@ParameterizedTest
	@MethodSource("commands")
	void helpBreaksNothingThatIsToBeCopiedAndNamesThePlaceOfCommonOptions(String name) {
		CommandLine command = root().getSubcommands().get(name);
		assertThat(help(command).lines()).containsAll(List.of(command.getCommandSpec().usageMessage().footer()));
		if (name.equals(OptionsCommand.NAME)) {
			assertThat(help(command)).contains("-y, --yes", "-q, --quiet", "--verbose", "--context", "--migrator=BEAN",
					"NO_COLOR");
		}
		else {
			assertThat(help(command)).doesNotContain("--verbose", "--context", "--migrator")
				.endsWith("Options of every command: migrations help options" + System.lineSeparator());
		}
	}

	@Test
	void helpOfAllListsTheCommonOptions() {
		assertThat(help(root())).contains("-V, --version", "-y, --yes", "-q, --quiet", "--verbose", "--context")
			.doesNotContain("\n  options ");
	}

	@ParameterizedTest
	@CsvSource({ "--check, status", "-c, status", "-c --json, status --json", "--yes up, up --yes",
			"-y rollback --last 1, rollback -y --last 1", "db/migration/2_b.sql, run db/migration/2_b.sql",
			"2_b.sql --json, run 2_b.sql --json", ".\\2_b.sql, run .\\2_b.sql", "--yes ./2_b.sql, run --yes ./2_b.sql",
			"up --target 2, up --target 2", "status -c, status -c", "new a/b.sql, new a/b.sql", "nonsense, nonsense",
			"--verbose up, --verbose up" })
	void otherSpellingsAreWrittenInFull(String typed, String full) {
		assertThat(CommandSpelling.inFull(List.of(typed.split(" ")))).containsExactly(full.split(" "));
	}

	@ParameterizedTest
	@CsvSource({ "2_b.sql, 2_b.sql, 2", "db/migration/2_b.sql, 2_b.sql, 2", "C:\\x\\1.10_b.sql, 1.10_b.sql, 1.10",
			"./2_b.down.sql, 2_b.sql, 2", "V3__c.sql, V3__c.sql, 3", "20251112000001, 20251112000001,",
			"R__views.sql, R__views.sql,", "2_b, 2_b, 2", "V1_2__c.sql, V1_2__c.sql, 1.2" })
	void migrationIsNamedByNameVersionOrPath(String typed, String known, String version) {
		assertThat(MigrationArgument.of(typed)).isEqualTo(known);
		assertThat(MigrationArgument.version(typed)).isEqualTo(version);
	}

	/**
	 * Commands on a database.
	 */
	@Nested
	class Run {

		@FreshDatabase
		private TestDatabase database;

		private final MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "CREATE TABLE a ();")
			.with("1_a.down.sql", "DROP TABLE a;")
			.with("2_b.sql", "-- migrate:transaction false\nCREATE TABLE b ();\nSELECT nonsense;");

		private CommandProcess.Result migrations(String... arguments) {
			return new CommandInProcess(this.database, this.scripts).migrations(arguments);
		}

		@Test
		void commandsTakePathsWhereTheyTakeMigrations() {
			assertThat(migrations("up", "--target", "src/main/resources/db/migration/1_a.sql", "--yes").code())
				.isZero();
			assertThat(migrations("rollback", "db/migration/1_a.down.sql", "--yes").out())
				.contains("undone    1_a.sql");
			assertThat(migrations("run", "./db/migration/1_a.sql").out()).contains("applied   1_a.sql");
			assertThat(migrations("run", "2").code()).isEqualTo(ExitCode.PROBLEMS);
			assertThat(migrations("repair", "--start-over", "2", "--yes").out()).contains("Repaired: 1.");
			assertThat(migrations("run", "2").code()).isEqualTo(ExitCode.PROBLEMS);
		}

		@ParameterizedTest
		@ValueSource(strings = { "status", "check --allow-pending", "ping", "repair", "baseline 1 --dry-run",
				"up --target 1", "rollback --last 1 --dry-run", "contract" })
		void commandsTakeYesAndQuiet(String command) {
			this.scripts.without("2_b.sql");
			assertThat(migrations((command + " --yes --quiet").split(" ")).code()).isZero();
		}

		@Test
		void quietPrintsWhatIsWrongAndNothingElse() {
			this.scripts.with("1_a.sql", "DO $$ BEGIN RAISE NOTICE 'so so'; RAISE WARNING 'careful'; END $$;")
				.without("2_b.sql");
			CommandProcess.Result up = migrations("up", "-q");
			assertThat(up.out()).isEmpty();
			assertThat(up.err()).startsWith("warning   db/migration/1_a.sql:1: careful").hasLineCount(1);
			assertThat(migrations("up", "-q")).isEqualTo(new CommandProcess.Result(0, "", ""));
			assertThat(migrations("check", "--quiet")).isEqualTo(new CommandProcess.Result(0, "", ""));
			this.scripts.with("3_c.sql", "SELECT nonsense;");
			assertThat(migrations("check", "--quiet").out()).contains("1 applied, 1 pending.");
			CommandProcess.Result failed = migrations("up", "--quiet");
			assertThat(failed.out()).isEmpty();
			assertThat(failed.err()).startsWith("Failed: Migration 3_c.sql failed at");
			assertThat(migrations("status", "--quiet").out()).contains("1_a.sql", "3_c.sql");
		}

	}

	/**
	 * Commands as processes.
	 */
	@Nested
	class Processes {

		@TempDir
		Path temp;

		@Test
		void versionNeedsNoDatabase() throws Exception {
			CommandProcess application = new CommandProcess(this.temp);
			for (String option : List.of("--version", "-V")) {
				CommandProcess.Result result = application.migrations(option);
				assertThat(result.out()).startsWith("App Migrations ").contains("Spring Boot 4.", "Java ");
				assertThat(result.code()).isZero();
			}
			assertThat(application.migrations("help", "options").out()).startsWith("Options of every command:")
				.contains("--quiet");
		}

		@Test
		void sessionsHaveANameUnlessTheUserGaveOne(@FreshDatabase TestDatabase database) throws Exception {
			CommandProcess application = new CommandProcess(this.temp).database(database)
				.property("spring.application.name", "Läden")
				.script("R__a.sql",
						"-- 1\nDO $$ BEGIN RAISE NOTICE '<%>', current_setting('application_name'); END $$;");
			assertThat(application.migrations("up", "--dry-run", "--execute").out()).contains("<L_den migrations>");
			String url = database.url();
			for (String parameter : List.of("ApplicationName=mine", "applicationname=mine",
					"options=-c%20application_name=mine")) {
				application.property("spring.datasource.url", url + ((url.contains("?")) ? "&" : "?") + parameter);
				assertThat(application.migrations("up", "--dry-run", "--execute").out()).doesNotContain("migrations>");
			}
			application.database(database)
				.property("spring.datasource.hikari.data-source-properties.ApplicationName", "pool");
			assertThat(application.migrations("up", "--dry-run", "--execute").out()).contains("<pool>");
		}

		@Test
		void completionKnowsTheNamesOfMigrations() throws Exception {
			CommandProcess application = new CommandProcess(this.temp).script("20251112000001_a.sql", "SELECT 1;")
				.script("20251112000001_a.down.sql", "SELECT 1;")
				.script("20251112000002_b.sql", "SELECT 1;");
			CommandProcess.Result script = application.migrations("completion", "--dir", "migrations");
			assertThat(script.err()).isEmpty();
			assertThat(complete("migrations", "run", "")).containsExactly("20251112000001_a.sql",
					"20251112000002_b.sql");
			assertThat(complete("migrations", "rollback", "20251112000002")).containsExactly("20251112000002_b.sql");
			assertThat(complete("migrations", "up", "--target", "")).containsExactly("20251112000001",
					"20251112000002");
			assertThat(complete("migrations", "up", "--dry")).containsExactly("--dry-run");
			assertThat(complete("migrations", "sta")).containsExactly("status");
		}

		/** Asks bash what it would offer for the last word. */
		private List<String> complete(String... words) throws Exception {
			String quoted = String.join(" ", Stream.of(words).map((word) -> "'" + word + "'").toList());
			Process bash = new ProcessBuilder("bash", "-c",
					"source out; COMP_WORDS=(" + quoted + "); COMP_CWORD=" + (words.length - 1)
							+ "; _migrations_complete; printf '%s\\n' \"${COMPREPLY[@]}\" | sort -u")
				.directory(this.temp.toFile())
				.redirectError(this.temp.resolve("bash.err").toFile())
				.start();
			List<String> offered = bash.inputReader().lines().toList();
			assertThat(bash.waitFor()).isZero();
			return offered;
		}

	}

}
