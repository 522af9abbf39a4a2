package dev.appmigrations.autoconfigure;

import java.util.Map;
import java.util.function.Supplier;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Databases that Testcontainers and Docker Compose bring. The container here is none: its
 * database is that of all tests, so that no Docker engine is needed.
 */
class ServiceConnectionTests {

	@FreshDatabase
	private static TestDatabase database;

	@Test
	void containerIsMigratedAndNotWhatThePropertiesName() {
		new ApplicationContextRunner().withUserConfiguration(WithContainer.class)
			.withPropertyValues("app.migrations.url=jdbc:postgresql://localhost:1/production",
					"spring.datasource.url=jdbc:postgresql://localhost:1/production")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(MigrationConnectionDetails.class);
				assertThat(database.list("SELECT name FROM person")).containsExactly("Ada");
			});
	}

	@Test
	void detailsOfAServiceAreThoseOfItsDataSource() {
		Map<Class<?>, ConnectionDetails> details = new ConnectionDetailsFactories(null)
			.getConnectionDetails(new Service(), false);
		assertThat(details.get(MigrationConnectionDetails.class))
			.isInstanceOfSatisfying(MigrationConnectionDetails.class, (migration) -> {
				assertThat(migration.getJdbcUrl()).isEqualTo("jdbc:postgresql://service/db");
				assertThat(migration.getUsername()).isEqualTo("joe");
				assertThat(migration.getPassword()).isEqualTo("secret");
			});
	}

	@Configuration(proxyBeanMethods = false)
	@ImportTestcontainers(Containers.class)
	@ImportAutoConfiguration({ ServiceConnectionAutoConfiguration.class, DataSourceAutoConfiguration.class,
			MigrationAutoConfiguration.class })
	static class WithContainer {

	}

	static final class Containers {

		@ServiceConnection
		static final RunningElsewhere container = new RunningElsewhere(() -> database);

	}

	static final class RunningElsewhere extends JdbcDatabaseContainer<RunningElsewhere> {

		private final Supplier<TestDatabase> database;

		RunningElsewhere(Supplier<TestDatabase> database) {
			super(DockerImageName.parse("postgres:18"));
			this.database = database;
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public String getDockerImageName() {
			return "postgres:18";
		}

		@Override
		public String getDriverClassName() {
			return "org.postgresql.Driver";
		}

		@Override
		public String getJdbcUrl() {
			return this.database.get().url();
		}

		@Override
		public String getUsername() {
			return this.database.get().username();
		}

		@Override
		public String getPassword() {
			return this.database.get().password();
		}

		@Override
		protected String getTestQueryString() {
			return "SELECT 1";
		}

	}

	private static final class Service implements JdbcConnectionDetails {

		@Override
		public String getJdbcUrl() {
			return "jdbc:postgresql://service/db";
		}

		@Override
		public String getUsername() {
			return "joe";
		}

		@Override
		public String getPassword() {
			return "secret";
		}

	}

}
