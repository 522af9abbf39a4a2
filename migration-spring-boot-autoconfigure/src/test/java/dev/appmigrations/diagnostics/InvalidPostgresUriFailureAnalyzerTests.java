package dev.appmigrations.diagnostics;

import dev.appmigrations.autoconfigure.uri.InvalidPostgresUriException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link InvalidPostgresUriFailureAnalyzer}.
 */
class InvalidPostgresUriFailureAnalyzerTests {

	@Test
	void analyzeNamesPropertyOriginReasonAndForm() {
		FailureAnalysis analysis = analyze("postgres://joe:hidden@host:54x2/app");
		assertThat(analysis.getDescription())
			.isEqualTo("The PostgreSQL connection URI in 'spring.datasource.url' (from "
					+ "\"spring.datasource.url\" from property source \"commandLineArgs\") cannot be used: the port of host 1 "
					+ "is not a number between 1 and 65535. The URI is not shown because it may hold a password.");
		assertThat(analysis.getAction()).contains("percent-encode", "spring.datasource.url",
				"postgresql://USER:PASSWORD@HOST:5432/DATABASE?sslmode=require",
				"jdbc:postgresql://HOST:5432/DATABASE");
		assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain("hidden", "54x2");
	}

	@Test
	void analyzeWhenUnixSocketSaysWhatToDo() {
		FailureAnalysis analysis = analyze("postgres:///app?host=/var/run/postgresql");
		assertThat(analysis.getDescription()).contains("Unix-domain socket");
		assertThat(analysis.getAction()).startsWith("Name a TCP host such as localhost");
	}

	private static FailureAnalysis analyze(String uri) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.build();
		InvalidPostgresUriException failure = catchThrowableOfType(InvalidPostgresUriException.class,
				() -> application.run("--spring.datasource.url=" + uri));
		FailureAnalysis analysis = new InvalidPostgresUriFailureAnalyzer().analyze(failure);
		assertThat(analysis).isNotNull();
		return analysis;
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
