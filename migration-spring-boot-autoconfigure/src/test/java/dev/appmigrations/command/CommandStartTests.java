package dev.appmigrations.command;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The part of the application's start that a command goes through, and the part that it
 * leaves out because it is slow and of no use to it.
 */
class CommandStartTests {

	@TempDir
	Path temp;

	private CommandProcess application;

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void create() throws Exception {
		this.application = new CommandProcess(this.temp).script("1_a.sql", "CREATE TABLE a (id integer);")
			.script("1_a.down.sql", "DROP TABLE a;");
	}

	private String classes(String... arguments) throws Exception {
		CommandProcess.Result result = this.application.environment("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=classes")
			.database(this.database)
			.migrations(arguments);
		assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.OK);
		return Files.readString(this.temp.resolve("classes"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "status", "check --allow-pending", "ping", "script" })
	void commandLoadsNothingOfTheLogTheWebAndTheOtherCommands(String command) throws Exception {
		this.application.database(this.database).migrations("up");
		assertThat(classes(command.split(" ")))
			.contains("org.springframework.boot.context.config.ConfigDataEnvironment ",
					"dev.appmigrations.command.Subcommands ")
			.doesNotContain("DefaultLogbackConfiguration", "BackgroundPreinitializer ", "jackson.databind",
					"springframework.boot.SpringBootBanner", "springframework.boot.autoconfigure.condition",
					"springframework.context.annotation.", "dev.appmigrations.command.BaselineCommand",
					"dev.appmigrations.command.NewCommand");
	}

	@ParameterizedTest
	@ValueSource(strings = { "up --json", "rollback --last 1 --dry-run", "check --allow-pending --verbose" })
	void commandWithALogLoadsNothingOfTheWebAndTheOtherCommands(String command) throws Exception {
		this.application.database(this.database).migrations("up");
		assertThat(classes(command.split(" "))).contains("DefaultLogbackConfiguration ")
			.doesNotContain("BackgroundPreinitializer ", "jackson.databind", "springframework.boot.SpringBootBanner",
					"dev.appmigrations.command.BaselineCommand");
	}

	@ParameterizedTest
	@ValueSource(strings = { "help", "completion", "up --help", "help rollback" })
	void helpLoadsNothingOfTheEnvironment(String command) throws Exception {
		assertThat(classes(command.split(" "))).contains("picocli.CommandLine ")
			.doesNotContain("springframework.boot.context.config.ConfigData", "StandardEnvironment", "org.yaml.",
					"DefaultLogbackConfiguration", "org.postgresql.", "BackgroundPreinitializer ");
	}

	@Test
	void commandUsesPropertiesOfListenersWhateverTheirOrder() throws Exception {
		CommandProcess.Result result = this.application.property("late.url", this.database.url())
			.property("app.migrations.username", "postgres")
			.property("app.migrations.password", "postgres")
			.migrations("check");
		assertThat(result.out()).startsWith("0 applied, 1 pending.");
		assertThat(result.err()).contains("(app.migrations.url)");
	}

	/**
	 * What the application logs while a command runs.
	 */
	@Nested
	class Log {

		private CommandProcess.Result check(String... properties) throws Exception {
			CommandProcess process = CommandStartTests.this.application.database(CommandStartTests.this.database)
				.property("late.log", "true");
			for (int i = 0; i < properties.length; i += 2) {
				process.property(properties[i], properties[i + 1]);
			}
			CommandProcess.Result result = process.migrations("check");
			assertThat(result.out()).startsWith("0 applied, 1 pending.").doesNotContain("late");
			return result;
		}

		@Test
		void warningIsShownByACommandThatChangesSomething() throws Exception {
			CommandProcess process = CommandStartTests.this.application.database(CommandStartTests.this.database)
				.property("late.log", "true")
				.property("logging.pattern.console", "[%p] %m%n");
			assertThat(process.migrations("up").err())
				.startsWith("[WARN] late warning\n[WARN] late bridged warning\nDatabase: ")
				.hasLineCount(3);
			process.property("logging.level.com.example", "off");
			assertThat(process.migrations("up").err()).startsWith("Database: ").hasLineCount(1);
		}

		@Test
		void warningIsLeftOutByACommandThatReads() throws Exception {
			assertThat(check().err()).startsWith("Database: ").hasLineCount(1);
		}

		@Test
		void lowerLevelsGoIntoALogFileOfTheApplication() throws Exception {
			Path file = CommandStartTests.this.temp.resolve("app.log");
			assertThat(check("logging.file.name", file.toString(), "logging.level.com.example", "info").err())
				.contains("late warning")
				.doesNotContain("late information");
			assertThat(file).content()
				.contains("late information", "late warning", "late bridged warning")
				.doesNotContain("late engine");
		}

		@Test
		void configurationOfTheApplicationCountsFromTheBeginning() throws Exception {
			Path file = CommandStartTests.this.temp.resolve("own.xml");
			Files.writeString(file, """
					<configuration>
						<appender name="OWN" class="ch.qos.logback.core.ConsoleAppender">
							<target>System.err</target>
							<encoder><pattern>own %p %m%n</pattern></encoder>
						</appender>
						<logger name="com.example" level="info"/>
						<root level="info"><appender-ref ref="OWN"/></root>
					</configuration>
					""");
			assertThat(check("logging.config", file.toUri().toString()).err()).contains("own INFO late information\n",
					"own WARN late warning\n");
		}

		@Test
		void everythingIsShownWhenVerbose() throws Exception {
			CommandProcess.Result result = CommandStartTests.this.application.database(CommandStartTests.this.database)
				.property("late.log", "true")
				.migrations("check", "--verbose");
			assertThat(result.err()).contains("late information", "late warning", "late bridged warning",
					"late engine");
		}

	}

}
