package dev.appmigrations.autoconfigure;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter makes of an application's beans and properties.
 */
class MigrationAutoConfigurationTests {

	private TestDatabase database;

	private ApplicationContextRunner application;

	@BeforeEach
	void createDatabase() {
		this.database = TestDatabase.create();
		this.application = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.username(),
					"spring.datasource.password=" + this.database.password());
	}

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	@Test
	void startWhenSomethingIsPendingAppliesIt() {
		this.application.run((context) -> {
			assertThat(context).hasSingleBean(Migrator.class).hasSingleBean(MigrationInitializer.class);
			assertThat(this.database.list("SELECT name FROM person")).containsExactly("Ada");
		});
	}

}
