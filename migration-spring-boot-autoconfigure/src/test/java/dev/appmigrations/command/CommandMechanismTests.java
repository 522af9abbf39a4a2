package dev.appmigrations.command;

import java.nio.file.Path;
import java.util.List;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a command comes to run in an application, and what of the application takes part.
 */
class CommandMechanismTests {

	@TempDir
	Path temp;

	private CommandProcess application;

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void create() throws Exception {
		this.application = new CommandProcess(this.temp).script("1_a.sql", "CREATE TABLE a (id integer);");
	}

	@Test
	void commandWhenApplicationHasPropertiesStartsNoContextAndKeepsItsOutputClean() throws Exception {
		CommandProcess.Result result = this.application.database(this.database).migrations("check");
		assertThat(result.out()).isEqualToNormalizingNewlines("""
				0 applied, 1 pending.
				  pending  1_a.sql
				""");
		assertThat(result.err())
			.isEqualToNormalizingNewlines("Database: '%s' (spring.datasource.url)%n".formatted(this.database.url()));
		assertThat(result.code()).isEqualTo(ExitCode.PENDING);
	}

	@Test
	void commandWhenVerboseLogsToStandardErrorOnly() throws Exception {
		CommandProcess.Result result = this.application.database(this.database)
			.property("logging.level.root", "debug")
			.migrations("check", "--verbose");
		assertThat(result.out()).startsWith("0 applied, 1 pending.").hasLineCount(2);
		assertThat(result.err()).contains("DEBUG");
	}

	@Test
	void commandWhenPoolSetsSchemaUsesThatSchema() throws Exception {
		this.database.execute("CREATE SCHEMA app");
		CommandProcess.Result result = this.application.database(this.database)
			.property("spring.datasource.hikari.schema", "app")
			.migrations("status");
		assertThat(result.out()).contains("History: app.migration_history");
	}

	@Test
	void commandWhenPoolRunsSqlRefusesToDoWithoutIt() throws Exception {
		CommandProcess.Result result = this.application.database(this.database)
			.property("spring.datasource.hikari.connection-init-sql", "SET ROLE owner")
			.migrations("status");
		assertThat(result.err()).contains("spring.datasource.hikari.connection-init-sql").contains("--context");
		assertThat(result.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void commandWhenNothingSaysWhereTheDatabaseIsTellsWhatToSet() throws Exception {
		CommandProcess.Result result = this.application.property("spring.profiles.active", "own")
			.property("own.url", this.database.url())
			.migrations("status");
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).contains("neither app.migrations.url nor spring.datasource.url is set")
			.contains("add --context")
			.doesNotContain("\tat ");
		assertThat(result.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void runWhenThereIsNoCommandIsAnOrdinaryStartWithoutPicocli() throws Exception {
		CommandProcess.Result result = this.application.environment("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=classes")
			.database(this.database)
			.property("spring.main.web-application-type", "none")
			.run("serve");
		assertThat(result.out()).contains("a listener started", "a runner ran");
		assertThat(this.temp.resolve("classes")).content()
			.contains("dev.appmigrations.command.CommandArguments ")
			.doesNotContain("picocli.CommandLine source", "dev.appmigrations.command.CommandRun");
		assertThat(this.database.value("SELECT count(*) FROM migration_history")).isEqualTo("1");
	}

	@Test
	void runWhenATestStartsTheApplicationIsAnOrdinaryStart() {
		SpringApplication application = new SpringApplication(CommandTestApplication.class);
		try (ConfigurableApplicationContext context = application.run("migrations", "status",
				"--spring.main.web-application-type=none", "--spring.main.lazy-initialization=true",
				"--app.migrations.startup=none", "--spring.flyway.enabled=false", "--spring.liquibase.enabled=false",
				"--spring.datasource.url=" + this.database.url(), "--spring.datasource.username=postgres",
				"--spring.datasource.password=postgres")) {
			assertThat(context.isActive()).isTrue();
		}
	}

	/**
	 * {@code --context}.
	 */
	@Nested
	class Context {

		private CommandProcess.Result migrations(String... arguments) throws Exception {
			return CommandMechanismTests.this.application.property("spring.profiles.active", "own")
				.property("own.url", CommandMechanismTests.this.database.url())
				.migrations(arguments);
		}

		@Test
		void commandUsesTheDataSourceBeanAndNothingElseGoesToWork() throws Exception {
			CommandProcess.Result result = migrations("check", "--context");
			assertThat(result.out()).isEqualToNormalizingNewlines("""
					0 applied, 1 pending.
					  pending  1_a.sql
					""");
			assertThat(result.err()).hasLineCount(1)
				.startsWith(
						"Database: '" + CommandMechanismTests.this.database.url() + "' (the application's context)");
			assertThat(result.code()).isEqualTo(ExitCode.PENDING);
		}

		@Test
		void commandWhenBeanOfThatNameIsMissingListsThose() throws Exception {
			CommandProcess.Result result = migrations("check", "--migrator=other");
			assertThat(result.err()).contains("There is no Migrator bean 'other'").contains("--migrator: migrator");
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
		}

	}

	/**
	 * What cannot be done, and why.
	 */
	@Nested
	class Failures {

		private CommandProcess.Result migrations(String... arguments) throws Exception {
			return CommandMechanismTests.this.application.migrations(arguments);
		}

		@Test
		void commandWhenUnknownSuggestsAnother() throws Exception {
			CommandProcess.Result result = migrations("statsu");
			assertThat(result.out()).isEmpty();
			assertThat(result.err()).contains("statsu", "migrations status", "migrations --help");
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
		}

		@Test
		void commandWhenOptionIsUnknownSaysWhereHelpIs() throws Exception {
			CommandProcess.Result result = migrations("status", "--jason");
			assertThat(result.err()).contains("--jason", "migrations status --help");
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
		}

		@Test
		void commandWhenArgumentsAreWrongUnderJsonSaysSoInJsonAndInWords() throws Exception {
			CommandProcess.Result result = migrations("statsu", "--json");
			JsonContent json = new JsonContent(result.out());
			assertThat(json).extractingPath("$.error.code").isEqualTo("USAGE");
			assertThat(json).extractingPath("$.error.description").asString().contains("statsu");
			assertThat(json).extractingPath("$.error.action")
				.asString()
				.contains("migrations status")
				.endsWith("See: migrations --help");
			assertThat(result.err()).contains("statsu", "migrations status", "See: migrations --help");
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
		}

		@Test
		void commandWhenServerIsDownSaysSoInTheWordsOfAStart() throws Exception {
			CommandProcess.Result result = migrations("check", "--app.migrations.url=postgresql://localhost:1/x");
			assertThat(result.out()).isEmpty();
			assertThat(result.err()).startsWith("Database: 'jdbc:postgresql://localhost:1/x' (app.migrations.url)")
				.contains("\nFailed: No connection to the database.")
				.contains("Start the database")
				.doesNotContain("\tat ");
			assertThat(result.code()).isEqualTo(ExitCode.NO_CONNECTION);
		}

		@Test
		void commandWhenVerboseAddsTheStackTrace() throws Exception {
			CommandProcess.Result result = migrations("check", "--verbose",
					"--app.migrations.url=postgresql://localhost:1/x");
			assertThat(result.err()).contains("Failed: No connection to the database.", "\tat ");
		}

		@Test
		void commandWhenJsonIsAskedForFailsInJson() throws Exception {
			CommandProcess.Result result = migrations("check", "--json",
					"--app.migrations.url=postgresql://localhost:1/x");
			assertThat(result.out()).startsWith("{\"error\":{\"code\":\"DATABASE_UNAVAILABLE\",\"description\":\"");
			assertThat(result.err()).isEmpty();
			assertThat(result.code()).isEqualTo(ExitCode.NO_CONNECTION);
		}

		@Test
		void commandWhenUriIsWrongSaysSoWithoutThePassword() throws Exception {
			CommandProcess.Result result = migrations("check",
					"--app.migrations.url=postgresql://u:geheim@localhost/x?sslmoad=require");
			assertThat(result.err()).contains("'app.migrations.url'", "'sslmoad'").doesNotContain("geheim");
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
		}

		@Test
		void commandWhenAPropertyHasAnOldNameTellsTheNewOne() throws Exception {
			for (String option : List.of("--verbose", "--context")) {
				CommandProcess.Result result = migrations("status", "--json", option,
						"--app.migrations.url=postgresql://localhost:1/x", "--app.migrations.lock.wait-timeout=5m");
				assertThat(result.out()).contains("\"code\":\"CONFIGURATION\"",
						"app.migrations.lock.wait-timeout (from ", "app.migrations.advisory-lock.wait-timeout");
				assertThat(result.code()).isEqualTo(ExitCode.USAGE);
			}
		}

		@Test
		void commandWhenPropertyIsWrongNamesIt() throws Exception {
			CommandProcess.Result result = migrations("check", "--app.migrations.startup=sometimes");
			assertThat(result.err()).contains("app.migrations.startup", "MIGRATE");
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
		}

	}

	/**
	 * Help needs nothing of the application, not even a database.
	 */
	@Nested
	class Help {

		@Test
		void migrationsAloneShowsTheCommandsAndTheExitCodes() throws Exception {
			CommandProcess.Result result = CommandMechanismTests.this.application.migrations();
			assertThat(result.out()).contains("Usage: migrations", "status", "check", "Exit codes:");
			assertThat(result.out().lines()).allMatch((line) -> line.length() <= Terminal.WIDTH);
			assertThat(result.err()).isEmpty();
			assertThat(result.code()).isEqualTo(ExitCode.OK);
		}

		@Test
		void helpOfACommandIsThatOfItsOption() throws Exception {
			CommandProcess.Result asked = CommandMechanismTests.this.application.migrations("help", "check");
			CommandProcess.Result option = CommandMechanismTests.this.application.migrations("check", "--help");
			assertThat(asked.out()).contains("Usage: migrations check", "--allow-pending", "Examples:")
				.isEqualTo(option.out());
		}

	}

}
