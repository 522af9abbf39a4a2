package dev.appmigrations.sample.postgres;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Starts the embedded server and connects Spring Boot's DataSource to it, if
 * {@code spring.datasource.url} is missing or blank.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedPostgresConfiguration.NoDataSourceUrlCondition.class)
@EnableConfigurationProperties(EmbeddedPostgresProperties.class)
class EmbeddedPostgresConfiguration {

	@Bean
	EmbeddedPostgresServer embeddedPostgresServer(EmbeddedPostgresProperties properties) {
		EmbeddedPostgresServer server = EmbeddedPostgresServer.start(properties.dataDirectory(), properties.port());
		try {
			// Ctrl-C before this bean is complete: the context would not know what to
			// close
			SpringApplication.getShutdownHandlers().add(server::close);
		}
		catch (IllegalStateException ex) {
			server.close();
			throw ex;
		}
		return server;
	}

	@Bean
	JdbcConnectionDetails embeddedPostgresConnectionDetails(EmbeddedPostgresServer server) {
		return new EmbeddedPostgresConnectionDetails(server.jdbcUrl(), EmbeddedPostgresServer.USERNAME);
	}

	private record EmbeddedPostgresConnectionDetails(String url, String user) implements JdbcConnectionDetails {

		@Override
		public String getJdbcUrl() {
			return this.url;
		}

		@Override
		public String getUsername() {
			return this.user;
		}

		@Override
		public @Nullable String getPassword() {
			return null;
		}

	}

	static class NoDataSourceUrlCondition extends SpringBootCondition {

		private static final String PROPERTY = "spring.datasource.url";

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ConditionMessage.Builder message = ConditionMessage.forCondition("Embedded PostgreSQL");
			if (DatabaseUrl.isSet(context.getEnvironment())) {
				return ConditionOutcome.noMatch(message.because(PROPERTY + " is set"));
			}
			return ConditionOutcome.match(message.because(PROPERTY + " is not set"));
		}

	}

}
