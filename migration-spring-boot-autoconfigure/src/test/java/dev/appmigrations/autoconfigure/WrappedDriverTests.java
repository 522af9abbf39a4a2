package dev.appmigrations.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import dev.appmigrations.support.WatchedDriver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drivers that stand around PostgreSQL's, and data sources that tell little.
 */
class WrappedDriverTests {

	@FreshDatabase
	private TestDatabase database;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() {
		this.application = new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class));
	}

	private String[] own(String... more) {
		String[] all = new String[more.length + 3];
		all[0] = "app.migrations.url=" + WatchedDriver.url(this.database.url());
		all[1] = "app.migrations.username=" + this.database.username();
		all[2] = "app.migrations.password=" + this.database.password();
		System.arraycopy(more, 0, all, 3, more.length);
		return all;
	}

	@Test
	void ownUrlWhenADriverIsNamedIsOpenedByIt() {
		int before = WatchedDriver.connections();
		this.application.withPropertyValues(own("app.migrations.driver-class-name=" + WatchedDriver.class.getName()))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.list("SELECT migration_name FROM migration_history")).isNotEmpty();
				assertThat(WatchedDriver.connections()).isGreaterThan(before);
			});
	}

	@Test
	void applicationsDataSourceWhenItsDriverIsNamedIsMigratedAsAnotherUser() {
		int before = WatchedDriver.connections();
		this.application
			.withPropertyValues("spring.datasource.url=" + WatchedDriver.url(this.database.url()),
					"spring.datasource.driver-class-name=" + WatchedDriver.class.getName(),
					"spring.datasource.username=nobody", "app.migrations.username=" + this.database.username(),
					"app.migrations.password=" + this.database.password(), "app.migrations.instances.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.list("SELECT migration_name FROM migration_history")).isNotEmpty();
				assertThat(WatchedDriver.connections()).isGreaterThan(before);
			});
	}

	@Test
	void driverThatIsNotThereOrTakesAnotherUrlIsNamed() {
		this.application.withPropertyValues(own("app.migrations.driver-class-name=com.example.Missing"))
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.satisfies((ex) -> assertThat(failure(context.getStartupFailure()))
					.contains("app.migrations.driver-class-name", "com.example.Missing")
					.doesNotContain(this.database.password() + "@")));
		this.application
			.withPropertyValues("app.migrations.url=" + this.database.url(),
					"app.migrations.driver-class-name=" + WatchedDriver.class.getName())
			.run((context) -> assertThat(failure(context.getStartupFailure()))
				.contains(WatchedDriver.class.getName() + " of app.migrations.driver-class-name takes no such URL"));
		this.application.withPropertyValues(own())
			.run((context) -> assertThat(failure(context.getStartupFailure())).contains("app.migrations.url",
					"no driver is known for URLs that begin with 'jdbc:watched:'",
					"app.migrations.driver-class-name names none"));
	}

	@Test
	void dataSourceThatDoesNotTellItsUrlBesideAnotherUserIsNamed() {
		DataSource target = this.database.dataSource();
		this.application.withBean(DataSource.class, () -> new AbstractDataSource() {

			@Override
			public Connection getConnection() throws SQLException {
				return target.getConnection();
			}

			@Override
			public Connection getConnection(String username, String password) throws SQLException {
				return target.getConnection(username, password);
			}

		})
			.withPropertyValues("app.migrations.username=postgres")
			.run((context) -> assertThat(failure(context.getStartupFailure()))
				.contains("app.migrations.username is set", "does not tell its URL"));
	}

	private static String failure(Throwable failure) {
		Throwable found = failure;
		while (found != null && !(found instanceof MigrationSetupException)) {
			found = found.getCause();
		}
		assertThat(found).as(String.valueOf(failure)).isNotNull();
		return String.valueOf(found.getMessage());
	}

}
