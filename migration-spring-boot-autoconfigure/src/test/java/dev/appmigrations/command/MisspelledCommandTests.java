package dev.appmigrations.command;

import java.nio.file.Path;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MisspelledCommand}.
 */
class MisspelledCommandTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			migration status                          | migration    | status
			migratoins up                             | migratoins   | up
			Migrations check --json                   | Migrations   | check
			migrtaion --verbose rollback 1            | migrtaion    | rollback
			--migrations status                       | --migrations | status
			-migrations --check                       | -migrations  | --check
			--spring.profiles.active=ci migratons run | migratons    | run
			migration Status                          | migration    | status
			migrationss --spring.x=y help             | migrationss  | help
			""")
	void findWhenACommandFollowsAWordWithAtMostTwoMistakesFindsBoth(String line, String typed, String command) {
		assertThat(MisspelledCommand.find(line.split(" "))).isEqualTo(new MisspelledCommand(typed, command));
	}

	@ParameterizedTest
	@ValueSource(strings = { "migrate", "MIGRATE", "migration", "migrate up", "migration nightly", "migratoins",
			"--x=y migrate", "migration --from=status" })
	void findWhenNoCommandFollowsFindsTheWordAlone(String line) {
		MisspelledCommand found = MisspelledCommand.find(line.split(" "));
		assertThat(found).isNotNull().extracting(MisspelledCommand::command).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "serve", "status", "serve migration status", "--job=migration status", "integrations up",
			"operations check", "--spring.x=migration", "migrant status", "" })
	void findWhenFirstWordIsAnotherFindsNone(String line) {
		assertThat(MisspelledCommand.find(line.split(" "))).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "migrations, migrations, 0", "migratoins, migrations, 1", "migration, migrations, 1",
			"imgratoins, migrations, 2", "'', abc, 3", "abc, '', 3", "ca, abc, 3", "migrate, migrations, 4" })
	void distanceCountsTypingMistakes(String left, String right, int distance) {
		assertThat(EditDistance.between(left, right)).isEqualTo(distance);
	}

	/**
	 * An application in a process of its own.
	 */
	@Nested
	class Start {

		@TempDir
		private Path temp;

		private CommandProcess application;

		@FreshDatabase
		private TestDatabase database;

		@BeforeEach
		void create() throws Exception {
			this.application = new CommandProcess(this.temp).script("1_a.sql", "CREATE TABLE a (id integer);")
				.database(this.database)
				.property("spring.main.web-application-type", "none");
		}

		@ParameterizedTest
		@ValueSource(strings = { "migration status", "migratoins up", "--migrations check" })
		void runWhenAMisspelledWordPrecedesACommandRunsNothing(String line) throws Exception {
			CommandProcess.Result result = this.application.run(line.split(" "));
			assertThat(result.out()).isEmpty();
			assertThat(result.err()).contains("is not the word for commands, which is 'migrations'")
				.contains("Type: migrations " + line.split(" ")[1], "app.migrations.check-arguments=false")
				.doesNotContain("\tat ");
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
			assertUntouched();
		}

		@Test
		void runWhenJsonIsAskedForRefusesInJson() throws Exception {
			CommandProcess.Result result = this.application.run("migratons", "status", "--json");
			assertThat(new JsonContent(result.out())).extractingPath("$.error.code").isEqualTo("USAGE");
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
			assertUntouched();
		}

		@ParameterizedTest
		@ValueSource(strings = { "migrate", "migration", "Migrate now" })
		void runWhenTheWordIsAloneWarnsBeforeAnythingRunsAndStarts(String line) throws Exception {
			CommandProcess.Result result = this.application.run(line.split(" "));
			assertThat(result.err()).startsWith("Warning: the argument '" + line.split(" ")[0] + "' is no command")
				.hasLineCount(1);
			assertThat(result.out()).contains("a runner ran");
			assertThat(result.code()).isZero();
		}

		@Test
		void runWhenThePropertyTurnsTheCheckOffStarts() throws Exception {
			CommandProcess.Result result = this.application
				.environment("JDK_JAVA_OPTIONS", "-Dapp.migrations.check-arguments=false")
				.run("migration", "status");
			assertThat(result.err()).doesNotContain("is not the word");
			assertThat(result.out()).contains("a runner ran");
			assertThat(result.code()).isZero();
		}

		@Test
		void runWhenTheVariableTurnsTheCheckOffStarts() throws Exception {
			CommandProcess.Result result = this.application.environment("APP_MIGRATIONS_CHECK_ARGUMENTS", "false")
				.run("migrate");
			assertThat(result.err()).isEmpty();
			assertThat(result.out()).contains("a runner ran");
		}

		@Test
		void runWhenATestStartsTheApplicationIsAnOrdinaryStart() {
			SpringApplication application = new SpringApplication(CommandTestApplication.class);
			try (ConfigurableApplicationContext context = application.run("migration", "status",
					"--spring.main.web-application-type=none", "--spring.main.lazy-initialization=true",
					"--app.migrations.startup=none", "--spring.flyway.enabled=false",
					"--spring.liquibase.enabled=false", "--spring.datasource.url=" + this.database.url(),
					"--spring.datasource.username=postgres", "--spring.datasource.password=postgres")) {
				assertThat(context.isActive()).isTrue();
			}
		}

		private void assertUntouched() {
			assertThat(this.database.value("SELECT pg_catalog.to_regclass('migration_history') IS NULL"))
				.isEqualTo("t");
		}

	}

}
