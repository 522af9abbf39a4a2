package dev.appmigrations.autoconfigure;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the health of migrations is there.
 */
class MigrationsHealthAutoConfigurationTests {

	private static final String BEAN = "migrationsHealthIndicator";

	@FreshDatabase
	private TestDatabase database;

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MigrationAutoConfiguration.class, MigrationsHealthAutoConfiguration.class))
		.withBean(Migrator.class, this::migrator);

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), new MemoryScripts()).build();
	}

	@Test
	void healthIsThereAndTellsOfEachMigrator() {
		this.application
			.run((context) -> assertThat(context.getBean(BEAN, HealthIndicator.class).health(true)).asString()
				.startsWith("UP {migrators={")
				.contains("={state=current, readingAgeSeconds=0}"));
	}

	@Test
	void healthWhenItIsDisabledIsNotThere() {
		this.application.withPropertyValues("management.health.migrations.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
	}

	@Test
	void healthWhenTheApplicationHasNoneIsNotThere() {
		this.application.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
	}

}
