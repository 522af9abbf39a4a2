package dev.appmigrations.autoconfigure;

import java.util.List;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans of the application that decide what a start does, and what migrators are like.
 */
class MigrationStrategyTests {

	@FreshDatabase
	private TestDatabase database;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() {
		this.application = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres", "spring.application.name=shop");
	}

	private List<String> tables() {
		return this.database.list("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
	}

	@Test
	void startDoesWhatTheStrategySaysAndTheInstanceSignsOn() {
		this.application
			.withBean(MigrationStrategy.class,
					() -> (migrator, usual) -> assertThat(migrator.status().pending()).isNotEmpty())
			.withPropertyValues("app.migrations.instances.heartbeat-interval=10s")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(tables()).doesNotContain("person", "migration_history").contains("migration_instance");
				assertThat(this.database.value("SELECT application_name FROM migration_instance")).startsWith("shop ");
			});
	}

	@Test
	void startThatTheStrategyLeavesAsItIsMigrates() {
		this.application.withBean(MigrationStrategy.class, () -> (migrator, usual) -> {
			this.database.execute("CREATE TABLE before_all ()");
			usual.run();
		}).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(tables()).contains("before_all", "person", "migration_history", "migration_instance");
		});
	}

	@Test
	void strategyThatThrowsFailsTheStart() {
		this.application.withBean(MigrationStrategy.class, () -> (migrator, usual) -> {
			throw new IllegalStateException("Not today");
		}).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause().hasMessage("Not today");
		});
	}

	@Test
	void strategyDecidesAboutTenantsToo() {
		this.application
			.withPropertyValues("app.migrations.tenants.schemas=red",
					"app.migrations.tenants.locations=classpath:db/migration")
			.withBean(MigrationStrategy.class, () -> new MigrationStrategy() {

				@Override
				public void start(Migrator migrator, Runnable usual) {
					usual.run();
				}

				@Override
				public void start(Tenants tenants, Runnable usual) {
					tenants.validate();
				}

			})
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context.getStartupFailure()).hasStackTraceContaining("Tenant red");
				assertThat(tables()).contains("person");
			});
	}

	@Test
	void customizersChangeEachMigratorInTheirOrder() {
		this.application.withUserConfiguration(Customized.class)
			.withPropertyValues("app.migrations.databases.second.schema=second")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeansOfType(Migrator.class).values()).hasSize(2)
					.allSatisfy((migrator) -> assertThat(migrator.status().applied()).isNotEmpty());
				assertThat(this.database.list("SELECT DISTINCT release FROM migration_history"))
					.containsExactly("first, second");
				assertThat(this.database.list("SELECT DISTINCT release FROM second.migration_history"))
					.containsExactly("first, second");
			});
	}

	@Test
	void customizersChangeMigratorsOfFactoryBeans() {
		this.application.withUserConfiguration(Customized.class)
			.withBean("own", MigratorFactoryBean.class,
					() -> new MigratorFactoryBean(this.database.dataSource()).history("own", "migration_history"))
			.run((context) -> {
				MigrationReport report = context.getBean("own", Migrator.class).status();
				assertThat(report.applied()).isNotEmpty().allMatch((row) -> "first, second".equals(row.release()));
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Customized {

		@Bean
		@Order(2)
		MigratorBuilderCustomizer second() {
			return (builder) -> builder.options((options) -> options.with(released(options, "%s, second")));
		}

		@Bean
		@Order(1)
		MigratorBuilderCustomizer first() {
			return (builder) -> builder.options((options) -> options.with(released(options, "first")));
		}

		private static MigratorOptions.Identity released(MigratorOptions options, String release) {
			return new MigratorOptions.Identity(options.identity().application(),
					release.formatted(options.identity().release()));
		}

	}

}
