package dev.appmigrations.diagnostics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

import dev.appmigrations.autoconfigure.MigrationAutoConfiguration;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a person reads when an application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class MigrationFailureAnalysisTests {

	private static final String PASSWORD = "correct-horse-battery-staple";

	@TempDir
	private Path directory;

	@FreshDatabase
	private TestDatabase database;

	@Test
	void analysisWhenAStatementFailsShowsWhereAndWhatTheServerSaid(CapturedOutput output) {
		MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "CREATE TABLE a (id integer PRIMARY KEY);")
			.with("2_b.sql", """
					INSERT INTO a VALUES (1);
					-- the second is one too many
					INSERT INTO a
					VALUES (1);
					""")
			.with("3_c.sql", "CREATE TABLE c ();");
		start(scripts, url(this.database.url()));
		assertThat(analysis(output)).contains("2_b.sql:3:1", "INSERT INTO a", "^",
				"duplicate key value violates unique constraint \"a_pkey\"", "DETAIL: Key (id)=(1) already exists.",
				"23505");
		assertThat(this.database.list("SELECT migration_name FROM migration_history")).containsExactly("1_a.sql");
		assertThat(this.database.list("SELECT id FROM a")).isEmpty();
		assertThat(this.database.list("SELECT migration_name FROM migration_log WHERE error IS NOT NULL"))
			.containsExactly("2_b.sql");
	}

	@Test
	void analysisWhenFilesAreWrongNamesAllOfThem(CapturedOutput output) {
		MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "SELECT 'open").with("b.sql", "SELECT 1");
		start(scripts, url(this.database.url()));
		assertThat(analysis(output)).contains("2 problems")
			.containsSubsequence("1. ", "b.sql", "\n   The forms are ", "2. ", "1_a.sql:1:8", "\n   Close it");
	}

	@Test
	void analysisWhenSomethingIsPendingSaysWhat(CapturedOutput output) {
		start(one(), url(this.database.url()), "--app.migrations.startup=validate");
		assertThat(analysis(output)).contains("1_a.sql", "Apply them first: run the command 'migrations up'");
	}

	@Test
	void analysisWhenTheConnectionIsRefusedNamesHostAndPort(CapturedOutput output) {
		start(one(), url("jdbc:postgresql://localhost:1/shop"), "--app.migrations.wait-for-database=0");
		assertThat(analysis(output)).contains("localhost:1 refused", "spring.datasource.url",
				"app.migrations.wait-for-database");
	}

	@Test
	void analysisWhenTheDatabaseIsMissingNamesIt(CapturedOutput output) {
		start(one(), url(this.database.url() + "_missing"));
		assertThat(analysis(output)).contains(this.database.name() + "_missing", "does not exist", "migrations create");
	}

	@Test
	void analysisWhenTheUserIsUnknownNamesIt(CapturedOutput output) {
		start(one(), "--spring.datasource.url=" + this.database.url(), "--spring.datasource.username=nobody_knows",
				"--spring.datasource.password=" + PASSWORD);
		assertThat(analysis(output)).contains("nobody_knows", "spring.datasource.username");
	}

	@Test
	void analysisWhenThePasswordIsWrongDoesNotShowIt(CapturedOutput output) throws IOException, SQLException {
		Path rules = Files.writeString(this.directory.resolve("pg_hba.conf"), """
				host all postgres all trust
				host all all all scram-sha-256
				""");
		try (EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setServerConfig("hba_file", rules.toString())
			.start()) {
			try (Connection connection = server.getPostgresDatabase().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE ROLE joe LOGIN PASSWORD 'another'");
			}
			start(one(), "--app.migrations.url=postgresql://joe:" + PASSWORD + "@localhost:" + server.getPort()
					+ "/postgres");
		}
		assertThat(analysis(output)).contains("password authentication failed for user \"joe\"",
				"app.migrations.password", "28P01");
	}

	@Test
	void analysisWhenTheRoleMayNotCreateTheHistoryNamesTheGrant(CapturedOutput output) {
		String role = "guest_" + this.database.name();
		this.database.execute("CREATE ROLE " + role + " LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
		try {
			start(one(), "--spring.datasource.url=" + this.database.url(), "--spring.datasource.username=" + role,
					"--spring.datasource.password=" + PASSWORD);
			assertThat(analysis(output)).contains("permission denied", "GRANT", role);
		}
		finally {
			this.database.execute("DROP ROLE " + role);
		}
	}

	@Test
	void analysisWhenTheDatabaseIsReadOnlySaysSo(CapturedOutput output) {
		this.database.execute("ALTER DATABASE " + this.database.name() + " SET default_transaction_read_only = on");
		start(one(), url(this.database.url()));
		assertThat(analysis(output)).contains("read-only", "1_a.sql");
	}

	@Test
	void analysisWhenTheDataSourceIsNotPostgresNamesTheProduct(CapturedOutput output) {
		start(one(), url("jdbc:h2:mem:analysis"));
		assertThat(analysis(output)).contains("H2", "PostgreSQL", "app.migrations.enabled=false");
	}

	@Test
	void analysisWhenFlywayIsActiveNamesBothWaysOut(CapturedOutput output) {
		fail(application(WithFlyway.class, one()), url(this.database.url()));
		assertThat(analysis(output)).contains("Flyway", "spring.flyway.enabled=false", "app.migrations.enabled=false");
	}

	@Test
	void analysisWhenAPropertyHasAnOldNameTellsTheNewOne(CapturedOutput output) {
		start(one(), url(this.database.url()), "--app.migrations.lock-timeout=1s");
		assertThat(analysis(output)).contains("app.migrations.lock-timeout (from ",
				"app.migrations.statements.lock-timeout (as an environment variable ");
	}

	@Test
	void analysisWhenTheGuardIsABooleanTellsWhatToWrite(CapturedOutput output) {
		start(one(), url(this.database.url()), "--app.migrations.guard=false");
		assertThat(analysis(output)).contains("Write app.migrations.guard=warn");
	}

	private static String[] url(String url) {
		return new String[] { "--spring.datasource.url=" + url, "--spring.datasource.username=postgres",
				"--spring.datasource.password=" + PASSWORD };
	}

	private static MemoryScripts one() {
		return new MemoryScripts().with("1_a.sql", "CREATE TABLE a ();");
	}

	private static void start(MemoryScripts scripts, String[] url, String... more) {
		fail(application(Application.class, scripts),
				Stream.concat(Stream.of(url), Stream.of(more)).toArray(String[]::new));
	}

	private static void start(MemoryScripts scripts, String... arguments) {
		fail(application(Application.class, scripts), arguments);
	}

	private static void fail(SpringApplication application, String[] arguments) {
		assertThatException().isThrownBy(() -> application.run(arguments));
	}

	private static SpringApplication application(Class<?> source, MemoryScripts scripts) {
		return new SpringApplicationBuilder(source).web(WebApplicationType.NONE)
			.initializers(
					(context) -> ((GenericApplicationContext) context).registerBean(ScriptSource.class, () -> scripts))
			.build();
	}

	/** The text under the heading, without the log before it. */
	private static String analysis(CapturedOutput output) {
		String text = output.getAll();
		assertThat(text).contains("APPLICATION FAILED TO START").doesNotContain(PASSWORD);
		String analysis = text.substring(text.indexOf("APPLICATION FAILED TO START"));
		assertThat(analysis).contains("Description:", "Action:").doesNotContain("\tat ", "Exception");
		return analysis;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class,
			MigrationAutoConfiguration.class })
	static class WithFlyway {

	}

}
