package dev.appmigrations.autoconfigure.uri;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PostgresUriEnvironmentPostProcessor} in the start of a
 * {@link SpringApplication}, where {@code spring.factories} brings it in.
 */
@ExtendWith(OutputCaptureExtension.class)
class PostgresUriEnvironmentPostProcessorTests {

	@TempDir
	private Path directory;

	@Test
	void startWhenUriComesFromEnvironmentVariableSplitsIt() throws IOException {
		write("application.yml", """
				spring:
				  datasource:
				    url: ${DATABASE_URL:}
				""");
		try (ConfigurableApplicationContext context = run(
				Map.of("DATABASE_URL", "postgres://joe:p%40ss+1@db_host:5433/app?sslmode=require"))) {
			assertThat(bind(context, "spring.datasource")).containsOnly(
					Map.entry("url", "jdbc:postgresql://db_host:5433/app?sslmode=require"),
					Map.entry("username", "joe"), Map.entry("password", "p@ss+1"));
			assertThat(context.getEnvironment().getProperty("spring.datasource.password")).isEqualTo("p@ss+1");
		}
	}

	@Test
	void startWhenUriIsRelaxedEnvironmentVariableSplitsIt() throws IOException {
		try (ConfigurableApplicationContext context = run(Map.of("SPRING_DATASOURCE_URL", "postgres://joe:x@host/app",
				"SPRING_DATASOURCE_PASSWORD", "other", "APP_MIGRATIONS_URL", "postgresql://owner@host/app"))) {
			assertThat(bind(context, "spring.datasource")).containsEntry("url", "jdbc:postgresql://host/app")
				.containsEntry("username", "joe")
				.containsEntry("password", "x");
			assertThat(bind(context, "app.migrations")).containsOnly(Map.entry("url", "jdbc:postgresql://host/app"),
					Map.entry("username", "owner"));
		}
	}

	@Test
	void startWhenUriIsInProfileFileSplitsIt() throws IOException {
		write("application.yml", """
				spring:
				  config:
				    import: "optional:file:%s/imported.properties"
				  datasource:
				    url: jdbc:postgresql://localhost/dev
				    username: dev
				    password: dev
				app:
				  migrations:
				    username: ddl
				    password: ddl
				""".formatted(this.directory.toString().replace('\\', '/')));
		write("application-prod.yml", """
				spring:
				  datasource:
				    url: postgresql://joe@a,b:5433/app
				""");
		write("imported.properties", "app.migrations.url=postgres://:s3cret@host/app\n");
		try (ConfigurableApplicationContext context = run(Map.of(), "--spring.profiles.active=prod")) {
			assertThat(bind(context, "spring.datasource")).containsOnly(
					Map.entry("url", "jdbc:postgresql://a,b:5433/app"), Map.entry("username", "joe"),
					Map.entry("password", "dev"));
			assertThat(bind(context, "app.migrations")).containsOnly(Map.entry("url", "jdbc:postgresql://host/app"),
					Map.entry("username", "ddl"), Map.entry("password", "s3cret"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "jdbc:postgresql://host/app?password=x&user=joe", "jdbc:h2:mem:x",
			"${NOT_DEFINED_ANYWHERE}" })
	void startWhenNotAConnectionUriLeavesItAlone(String url) throws IOException {
		write("application.yml", """
				spring:
				  datasource:
				    url: "%s"
				    username: dev
				""".formatted(url));
		try (ConfigurableApplicationContext context = run(Map.of())) {
			assertThat(bind(context, "spring.datasource")).containsOnly(Map.entry("url", url),
					Map.entry("username", "dev"));
			assertThat(context.getEnvironment()
				.getPropertySources()
				.contains(PostgresUriEnvironmentPostProcessor.PROPERTY_SOURCE_NAME)).isFalse();
		}
	}

	@Test
	void startWhenBlankVariableLeavesUrlBlank() throws IOException {
		write("application.yml", "spring.datasource.url: ${DATABASE_URL:}\n");
		try (ConfigurableApplicationContext context = run(Map.of())) {
			assertThat(bind(context, "spring.datasource")).containsOnly(Map.entry("url", ""));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a${HOME}b", "${user.dir}", "${a", "a\\${b}", "a\\b", "$${x}", "a:b:-c", "#{1+1}", "${{}",
			"a${b${HOME}c", "\\${HOME}\\" })
	void startWhenPasswordLooksLikePlaceholderKeepsItAsItIs(String password) throws IOException {
		String encoded = password.replace("$", "%24").replace("{", "%7B").replace("}", "%7D").replace("#", "%23");
		try (ConfigurableApplicationContext context = run(
				Map.of("SPRING_DATASOURCE_URL", "postgres://joe:" + encoded + "@host/app"))) {
			assertThat(bind(context, "spring.datasource")).containsEntry("password", password);
			assertThat(context.getEnvironment().getProperty("spring.datasource.password")).isEqualTo(password);
		}
	}

	@Test
	void startWhenConfigTreeHoldsUriSplitsIt() throws IOException {
		Files.createDirectories(this.directory.resolve("tree"));
		write("tree/spring.datasource.url", "postgres://joe:x@host/app\n");
		try (ConfigurableApplicationContext context = run(Map.of(),
				"--spring.config.import=configtree:" + this.directory.resolve("tree") + "/")) {
			assertThat(bind(context, "spring.datasource")).containsEntry("url", "jdbc:postgresql://host/app")
				.containsEntry("password", "x");
		}
	}

	@Test
	void startKeepsTheOriginOfTheUri() throws IOException {
		write("application.yml", "spring.datasource.url: postgres://joe:x@host/app\n");
		try (ConfigurableApplicationContext context = run(Map.of())) {
			assertThat(
					OriginLookup.getOrigin(
							context.getEnvironment()
								.getPropertySources()
								.get(PostgresUriEnvironmentPostProcessor.PROPERTY_SOURCE_NAME),
							"spring.datasource.password"))
				.asString()
				.endsWith("application.yml] - 1:24");
		}
	}

	@Test
	void startWhenParametersAreIgnoredWarnsOnceAndShowsNoSecret(CapturedOutput output) throws IOException {
		try (ConfigurableApplicationContext context = run(
				Map.of("SPRING_DATASOURCE_URL",
						"postgres://joe:hidden1@host/app?pgbouncer=true&connection_limit=1&sslpassword=hidden2"),
				"--logging.level.root=debug")) {
			assertThat(bind(context, "spring.datasource")).containsEntry("password", "hidden1");
		}
		assertThat(output).containsOnlyOnce("Ignoring parameters of the connection URI in 'spring.datasource.url' that "
				+ "the PostgreSQL JDBC driver has no counterpart for: pgbouncer, connection_limit");
		assertThat(output.toString().lines().filter((line) -> line.contains("Ignoring parameters")).findFirst())
			.hasValueSatisfying((line) -> assertThat(line).contains("WARN"));
		assertThat(output).doesNotContain("hidden1").doesNotContain("hidden2");
	}

	@Test
	void startWhenUriIsInvalidFailsWithAnalysisAndShowsNoSecret(CapturedOutput output) throws IOException {
		write("application.yml", "spring.datasource.url: ${DATABASE_URL:}\n");
		assertThatExceptionOfType(InvalidPostgresUriException.class)
			.isThrownBy(() -> run(Map.of("DATABASE_URL", "postgres://joe:hid/den@host/app"), "--debug"))
			.satisfies((ex) -> assertThat(ex.getProperty()).isEqualTo("spring.datasource.url"))
			.withMessageContaining("spring.datasource.url")
			.withMessageNotContaining("den");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The PostgreSQL connection URI in 'spring.datasource.url' (from ")
			.contains("application.yml] - 1:24) cannot be used: the '@' at character 23 "
					+ "is not where user and password end.")
			.contains("postgresql://USER:PASSWORD@HOST:5432/DATABASE?sslmode=require");
		assertThat(output).doesNotContain("hid/den").doesNotContain("joe:");
	}

	@Test
	void startWhenMigrationsUriIsInvalidNamesItsProperty(CapturedOutput output) {
		assertThatExceptionOfType(InvalidPostgresUriException.class)
			.isThrownBy(() -> run(Map.of("APP_MIGRATIONS_URL", "postgres://host/app?uzer=x")))
			.withMessage("Invalid PostgreSQL connection URI in property 'app.migrations.url': the parameter 'uzer' is "
					+ "neither libpq's nor the PostgreSQL JDBC driver's");
		assertThat(output).contains("Did you mean user?");
	}

	private void write(String name, String content) throws IOException {
		Files.writeString(this.directory.resolve(name), content);
	}

	private ConfigurableApplicationContext run(Map<String, Object> variables, String... arguments) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		return new SpringApplicationBuilder(Application.class).environment(environment)
			.web(WebApplicationType.NONE)
			.properties("spring.config.location=optional:file:" + this.directory + "/")
			.run(arguments);
	}

	private static Map<String, String> bind(ConfigurableApplicationContext context, String prefix) {
		ConfigurableEnvironment environment = context.getEnvironment();
		Map<String, String> values = new HashMap<>();
		for (String name : new String[] { "url", "username", "password" }) {
			Binder.get(environment).bind(prefix + "." + name, String.class).ifBound((value) -> values.put(name, value));
		}
		return values;
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
