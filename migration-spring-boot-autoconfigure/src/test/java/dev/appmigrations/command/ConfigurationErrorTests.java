package dev.appmigrations.command;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties that do not lead to a database: messages name the property and the form that
 * was expected, or why there is no connection.
 */
class ConfigurationErrorTests {

	@TempDir
	private Path temp;

	private CommandProcess application;

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void create() throws Exception {
		this.application = new CommandProcess(this.temp).property("app.migrations.wait-for-database", "0");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			app.migrations.url    | localhost/geheim
			app.migrations.url    | postgressql://joe:geheim@localhost/x
			app.migrations.url    | "postgresql://joe:geheim@localhost/x"
			app.migrations.url    | jdbc:postgres://localhost/geheim
			app.migrations.url    | jdbc:mysql://localhost/geheim
			app.migrations.url    | jdbc:postgresql://joe:geheim@localhost/x
			app.migrations.url    | jdbc:postgresql:/localhost/geheim
			app.migrations.url    | ${DIRECT_DATABASE_URL}
			spring.datasource.url | Postgres://joe:geheim@localhost/x
			spring.datasource.url | ${DATABASE_URL}
			spring.datasource.url | http://localhost/geheim
			spring.datasource.url | jdbc:postgresql://localhost:geheim/x
			""", quoteCharacter = '`')
	void commandWhenTheUrlCannotBeUsedNamesThePropertyAndTheForm(String property, String url) throws Exception {
		CommandProcess.Result result = this.application.property(property, url).migrations("status");
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).contains("'" + property + "'", "cannot be used: ",
				"postgresql://USER:PASSWORD@HOST:5432/DATABASE", "jdbc:postgresql://HOST:5432/DATABASE");
		assertThat(result.err()).doesNotContain("geheim", "\tat ");
		assertThat(result.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void commandWhenTheUrlCannotBeUsedSaysSoInJson() throws Exception {
		CommandProcess.Result result = this.application.property("app.migrations.url", "${DIRECT_DATABASE_URL}")
			.migrations("status", "--json");
		JsonContent json = new JsonContent(result.out());
		assertThat(json).extractingPath("$.error.code").isEqualTo("CONFIGURATION");
		assertThat(json).extractingPath("$.error.description")
			.asString()
			.contains("nothing sets 'DIRECT_DATABASE_URL'");
		assertThat(result.err()).isEmpty();
	}

	@Test
	void commandWhenTheUrlHasSpacesAroundItUsesIt() throws Exception {
		CommandProcess.Result result = this.application.property("app.migrations.url", " " + this.database.url() + " ")
			.property("app.migrations.username", this.database.username())
			.property("app.migrations.password", this.database.password())
			.migrations("ping");
		assertThat(result.out()).contains("Database    " + this.database.name());
	}

	@ParameterizedTest
	@CsvSource({ "spring.datasource.url, postgressql://localhost/x", "app.migrations.url, localhost/x",
			"app.migrations.url, ${MISSING}", "app.migrations.url, jdbc:mysql://localhost/x" })
	void startWhenTheUrlCannotBeUsedNamesThePropertyAndTheForm(String property, String url) throws Exception {
		CommandProcess.Result result = this.application.property("spring.main.web-application-type", "none")
			.database(this.database)
			.property(property, url)
			.run();
		assertThat(result.out() + result.err()).contains(property)
			.contains("postgresql://USER:PASSWORD@HOST:5432/DATABASE");
		assertThat(result.code()).isOne();
	}

	@Test
	void commandWhenTheHostDoesNotResolveSaysSo() throws Exception {
		CommandProcess.Result result = this.application.property("app.migrations.url", "postgresql://nowhere.invalid/x")
			.migrations("check");
		assertThat(result.err()).contains("The connection attempt failed",
				"host name 'nowhere.invalid' does not resolve");
		assertThat(result.code()).isEqualTo(ExitCode.NO_CONNECTION);
	}

	@Test
	void commandWhenThePortIsRefusedSaysSo() throws Exception {
		CommandProcess.Result result = this.application.property("app.migrations.url", "postgresql://localhost:1/x")
			.migrations("check");
		assertThat(result.err()).contains("localhost:1 refused");
		assertThat(result.code()).isEqualTo(ExitCode.NO_CONNECTION);
	}

	@Test
	void commandWhenTheServerDoesNotAnswerSaysSo() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CommandProcess.Result result = this.application
				.property("app.migrations.url",
						"postgresql://127.0.0.1:" + silent.getLocalPort() + "/x?connect_timeout=1&socketTimeout=1")
				.migrations("check");
			assertThat(result.err()).contains("timed out");
			assertThat(result.code()).isEqualTo(ExitCode.NO_CONNECTION);
		}
	}

	@Test
	void commandWhenTheServerHasNoTlsSaysSo() throws Exception {
		CommandProcess.Result result = this.application
			.property("app.migrations.url", this.database.url() + "?sslmode=require")
			.property("app.migrations.username", "postgres")
			.migrations("check");
		assertThat(result.err()).contains("SSL").contains("Failed: ");
		assertThat(result.code()).isEqualTo(ExitCode.NO_CONNECTION);
	}

}
