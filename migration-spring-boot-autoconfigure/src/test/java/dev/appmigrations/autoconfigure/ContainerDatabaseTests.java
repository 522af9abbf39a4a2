package dev.appmigrations.autoconfigure;

import java.util.List;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.report.MigrationReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The starter on a PostgreSQL that Testcontainers starts, as users test their
 * applications. The image is that of the variable TEST_POSTGRES_IMAGE, or postgres:18.
 */
@ExtendWith(ContainerDatabaseTests.NeedsDocker.class)
@SpringBootTest(classes = ContainerDatabaseTests.Application.class)
class ContainerDatabaseTests {

	@Autowired
	private Migrator migrator;

	@Autowired
	private JdbcClient client;

	@Test
	void containerIsMigratedWhenTheContextStarts() {
		MigrationReport report = this.migrator.status();
		assertThat(report.state()).isEqualTo(MigrationReport.State.CURRENT);
		List<String> names = this.client.sql("SELECT migration_name FROM migration_history ORDER BY id")
			.query(String.class)
			.list();
		assertThat(report.applied()).isNotEmpty().extracting("name").containsExactlyElementsOf(names);
	}

	@Test
	void secondRunDoesNothing() {
		assertThat(this.migrator.migrate().steps()).isEmpty();
	}

	private static DockerImageName image() {
		String image = System.getenv().getOrDefault("TEST_POSTGRES_IMAGE", "postgres:18");
		return DockerImageName.parse(image).asCompatibleSubstituteFor("postgres");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ServiceConnectionAutoConfiguration.class, DataSourceAutoConfiguration.class,
			JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class, MigrationAutoConfiguration.class })
	static class Application {

		@Bean
		@ServiceConnection
		PostgreSQLContainer postgres() {
			return new PostgreSQLContainer(image());
		}

	}

	/**
	 * Skips, and says so, where there is no Docker engine, or it cannot get the images:
	 * that of the database, or that with which Testcontainers cleans up after it.
	 */
	static final class NeedsDocker implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			try {
				if (!DockerClientFactory.instance().isDockerAvailable()) {
					return ConditionEvaluationResult.disabled("There is no Docker engine");
				}
				return ConditionEvaluationResult.enabled("The image is " + new RemoteDockerImage(image()).get());
			}
			catch (RuntimeException ex) {
				return ConditionEvaluationResult.disabled("The Docker engine cannot run the image " + image(),
						ex.getMessage());
			}
		}

	}

}
