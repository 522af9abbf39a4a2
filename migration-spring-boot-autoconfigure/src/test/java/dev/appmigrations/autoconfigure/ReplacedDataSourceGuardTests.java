package dev.appmigrations.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with an environment that leads to production, where a server counts who connects.
 */
class ReplacedDataSourceGuardTests {

	@FreshDatabase
	private static TestDatabase database;

	private final AtomicInteger connections = new AtomicInteger();

	private ServerSocket production;

	@BeforeEach
	void listen() throws IOException {
		this.production = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		Thread counter = new Thread(this::count, "production");
		counter.setDaemon(true);
		counter.start();
	}

	@AfterEach
	void close() throws IOException {
		this.production.close();
	}

	private void count() {
		while (!this.production.isClosed()) {
			try {
				this.production.accept().close();
				this.connections.incrementAndGet();
			}
			catch (IOException ex) {
				// The test is over, or whoever connected is gone.
			}
		}
	}

	private String productionUrl() {
		return "jdbc:postgresql://localhost:" + this.production.getLocalPort() + "/production";
	}

	/** An application whose files take both URLs from variables, as the sample's do. */
	private ApplicationContextRunner application() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class,
					DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withInitializer((context) -> {
				Map<String, Object> file = new LinkedHashMap<>();
				file.put("app.migrations.url", "${DIRECT_DATABASE_URL:}");
				file.put("spring.datasource.url", "${DATABASE_URL:}");
				file.put("spring.datasource.username", database.username());
				file.put("spring.datasource.password", database.password());
				context.getEnvironment().getPropertySources().addLast(new MapPropertySource("application.yml", file));
				Map<String, Object> variables = Map.of("DIRECT_DATABASE_URL", productionUrl());
				context.getEnvironment().getPropertySources().addLast(new MapPropertySource("variables", variables));
			});
	}

	private void assertRefused(ApplicationContextRunner application, String other) {
		application.run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(MigrationSetupException.class, (ex) -> {
					assertThat(ex.description()).contains("app.migrations.url leads to '" + productionUrl() + "'",
							other);
					assertThat(ex.action()).contains("app.migrations.url=)");
				});
		});
		assertThat(this.connections).hasValue(0);
	}

	private void assertMigrated(ApplicationContextRunner application) {
		application.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(database.list("SELECT name FROM person")).containsExactly("Ada");
		});
		assertThat(this.connections).hasValue(0);
	}

	@Test
	void startWhenATestSetsTheDataSourceByPropertyIsRefused() {
		assertRefused(application().withPropertyValues("spring.datasource.url=" + database.url()),
				"'" + database.url() + "'");
	}

	@Test
	void startWhenOneOfSeveralDatabasesLeadsElsewhereIsRefused() {
		application().withPropertyValues("spring.datasource.url=" + database.url(), "app.migrations.url=")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("exported",
						Map.of("app.migrations.databases.reports.url", productionUrl()))))
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(MigrationSetupException.class, (ex) -> assertThat(ex.description())
					.contains("app.migrations.databases.reports.url leads to '" + productionUrl() + "'")));
		assertThat(this.connections).hasValue(0);
	}

	@Test
	void startWhenATestHasADataSourceBeanIsRefused() {
		assertRefused(application().withBean(DataSource.class, database::dataSource), "'" + database.url() + "'");
	}

	@Test
	void startWhenTheDataSourceDoesNotTellWhereItLeadsIsRefused() {
		assertRefused(application().withBean(DataSource.class, () -> new AbstractDataSource() {

			@Override
			public Connection getConnection() {
				throw new AssertionError("No one asks for this");
			}

			@Override
			public Connection getConnection(String username, String password) {
				throw new AssertionError("No one asks for this");
			}

		}), "a database that it does not name");
	}

	@Test
	void startWhenATestBringsConnectionDetailsForTheDataSourceAloneIsRefused() {
		assertRefused(application().withBean(JdbcConnectionDetails.class, DatabaseDetails::new),
				"'" + database.url() + "'");
	}

	@Test
	void startWhenAContainerServesTheDataSourceAloneIsRefused() {
		assertRefused(application().withUserConfiguration(WithContainerForJdbc.class),
				"a container has put a data source in place that leads to '" + database.url() + "'");
	}

	@Test
	void startWhenAContainerServesMigrationsTooMigratesTheContainer() {
		assertMigrated(application().withUserConfiguration(WithContainer.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "app.migrations.url=", "DIRECT_DATABASE_URL=" })
	void startWhenTheTestEmptiesTheUrlMigratesItsDataSource(String property) {
		assertMigrated(application().withPropertyValues("spring.datasource.url=" + database.url(), property));
	}

	@Test
	void startWhenTheTestSetsTheUrlMigratesThat() {
		assertMigrated(application().withPropertyValues("app.migrations.url=" + database.url(),
				"app.migrations.username=postgres", "spring.datasource.url=jdbc:postgresql://localhost:1/pooler"));
	}

	@Test
	void startWhenTheTestReplacesNeitherUrlMayUseAPooler() {
		application()
			.withPropertyValues("DATABASE_URL=jdbc:postgresql://localhost:1/pooler",
					"DIRECT_DATABASE_URL=" + database.url(), "app.migrations.username=postgres")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static final class DatabaseDetails implements JdbcConnectionDetails {

		@Override
		public String getJdbcUrl() {
			return database.url();
		}

		@Override
		public String getUsername() {
			return database.username();
		}

		@Override
		public String getPassword() {
			return database.password();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTestcontainers(ForJdbc.class)
	static class WithContainerForJdbc {

	}

	static final class ForJdbc {

		@ServiceConnection(type = JdbcConnectionDetails.class)
		static final ServiceConnectionTests.RunningElsewhere container = new ServiceConnectionTests.RunningElsewhere(
				() -> database);

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTestcontainers(ForAll.class)
	static class WithContainer {

	}

	static final class ForAll {

		@ServiceConnection
		static final ServiceConnectionTests.RunningElsewhere container = new ServiceConnectionTests.RunningElsewhere(
				() -> database);

	}

}
