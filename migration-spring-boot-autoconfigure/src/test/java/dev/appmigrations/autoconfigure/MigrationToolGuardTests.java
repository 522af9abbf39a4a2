package dev.appmigrations.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another migration tool in the same application.
 */
class MigrationToolGuardTests {

	@FreshDatabase
	private TestDatabase database;

	@FreshDatabase
	private TestDatabase other;

	@ParameterizedTest
	@EnumSource
	void startWhenTheToolIsOnTheSameDatabaseIsRefusedBeforeAnythingRuns(Tool tool) {
		application(tool).run((context) -> assertRefused(context.getStartupFailure(), tool));
	}

	@ParameterizedTest
	@EnumSource
	void startWhenTheToolHasTheDatabasesUrlIsRefusedBeforeAnythingRuns(Tool tool) {
		application(tool)
			.withPropertyValues(tool.property("url", this.database.url() + "?ApplicationName=other"),
					tool.property("user", "postgres"))
			.run((context) -> assertRefused(context.getStartupFailure(), tool));
	}

	@ParameterizedTest
	@EnumSource
	void startWhenValidatingIsRefused(Tool tool) {
		application(tool).withPropertyValues("app.migrations.startup=validate")
			.run((context) -> assertRefused(context.getStartupFailure(), tool));
	}

	@ParameterizedTest
	@EnumSource
	void startWhenTheToolIsOnAnotherDatabaseRunsBoth(Tool tool) {
		application(tool).withPropertyValues(tool.property("url", this.other.url()), tool.property("user", "postgres"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(tables(this.database)).contains("person", "migration_history")
					.doesNotContain("flyway_schema_history", "databasechangelog");
				assertThat(tables(this.other)).contains(tool.table).doesNotContain("migration_history");
			});
	}

	@ParameterizedTest
	@EnumSource
	void startWhenTheToolIsDisabledMigrates(Tool tool) {
		application(tool).withPropertyValues(tool.property("enabled", "false")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(tables(this.database)).contains("person");
		});
	}

	@ParameterizedTest
	@EnumSource
	void startWhenMigrationsAreDisabledLeavesItToTheTool(Tool tool) {
		application(tool).withPropertyValues("app.migrations.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(tables(this.database)).contains(tool.table).doesNotContain("migration_history");
		});
	}

	@ParameterizedTest
	@EnumSource
	void startWhenNothingOfOursRunsLeavesItToTheTool(Tool tool) {
		application(tool).withPropertyValues("app.migrations.startup=none").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(tables(this.database)).contains(tool.table).doesNotContain("migration_history");
		});
	}

	@ParameterizedTest
	@MethodSource("ownBeans")
	void startWhenTheApplicationDefinesTheToolItselfIsRefused(Class<?> configuration, Tool tool) {
		application(tool).withUserConfiguration(configuration)
			.run((context) -> assertRefused(context.getStartupFailure(), tool));
	}

	static Stream<Arguments> ownBeans() {
		return Stream.of(Arguments.of(OwnFlyway.class, Tool.FLYWAY), Arguments.of(OwnLiquibase.class, Tool.LIQUIBASE));
	}

	@Test
	void startWhenTheMigratorIsTheApplicationsOwnIsRefused() {
		application(Tool.FLYWAY).withUserConfiguration(OwnMigrator.class)
			.run((context) -> assertRefused(context.getStartupFailure(), Tool.FLYWAY));
	}

	@Test
	void startWhenNoToolIsOnTheClassPathHasNoGuard() {
		application(Tool.FLYWAY).withClassLoader(new FilteredClassLoader(Flyway.class, SpringLiquibase.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationToolGuard.class));
	}

	@ParameterizedTest
	@EnumSource
	void startWhenTheToolHasASchemaOfItsOwnRunsBothAgainAndAgain(Tool tool) {
		this.database.execute("CREATE SCHEMA jobs");
		ApplicationContextRunner neighbours = application(tool)
			.withPropertyValues(tool.property((tool == Tool.FLYWAY) ? "schemas" : "default-schema", "jobs"));
		for (int start = 0; start < 2; start++) {
			neighbours.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(tables(this.database)).contains("person", "migration_history").doesNotContain(tool.table);
				assertThat(this.database.list("SELECT tablename FROM pg_tables WHERE schemaname = 'jobs'"))
					.contains(tool.table);
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	void startWhenOursHasASchemaOfItsOwnRunsBoth(Tool tool) {
		application(tool).withPropertyValues("app.migrations.schema=app").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(tables(this.database)).contains(tool.table).doesNotContain("migration_history");
		});
	}

	@ParameterizedTest
	@EnumSource
	void startWhenBothNameTheSchemaIsRefused(Tool tool) {
		application(tool)
			.withPropertyValues(tool.property((tool == Tool.FLYWAY) ? "schemas" : "default-schema", "public"),
					"app.migrations.schema=public")
			.run((context) -> assertRefused(context.getStartupFailure(), tool));
	}

	@Test
	void startWhenTheUrlsSelectTheSchemaRunsBoth() {
		this.database.execute("CREATE SCHEMA jobs");
		application(Tool.FLYWAY)
			.withPropertyValues("spring.flyway.url=" + this.database.url() + "?currentSchema=jobs",
					"spring.flyway.user=postgres")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(tables(this.database)).contains("person").doesNotContain("flyway_schema_history");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "warn", "allow" })
	@ExtendWith(OutputCaptureExtension.class)
	void startWhenOtherToolsAreAllowedRunsBoth(String policy, CapturedOutput output) {
		application(Tool.FLYWAY)
			.withPropertyValues("app.migrations.other-tools=" + policy, "app.migrations.adopt=ignore",
					"spring.flyway.baseline-on-migrate=true")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(tables(this.database)).contains("person", "flyway_schema_history");
				assertThat(output.getOut().contains("would both migrate the same database, in the schema 'public'"))
					.isEqualTo(policy.equals("warn"));
			});
	}

	private ApplicationContextRunner application(Tool tool) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					MigrationAutoConfiguration.class, tool.autoConfiguration))
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres", "spring.flyway.locations=classpath:other/flyway",
					"spring.liquibase.change-log=classpath:other/changelog.sql");
	}

	private void assertRefused(Throwable failure, Tool tool) {
		assertThat(failure).rootCause()
			.isInstanceOf(MigrationSetupException.class)
			.hasMessageContainingAll(tool.label, tool.property("enabled", "false"), "app.migrations.enabled=false");
		assertThat(tables(this.database)).isEmpty();
	}

	private static List<String> tables(TestDatabase database) {
		return database.list("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
	}

	/**
	 * The tools.
	 */
	enum Tool {

		FLYWAY("Flyway", "flyway_schema_history", FlywayAutoConfiguration.class),

		LIQUIBASE("Liquibase", "databasechangelog", LiquibaseAutoConfiguration.class);

		private final String label;

		private final String table;

		private final Class<?> autoConfiguration;

		Tool(String label, String table, Class<?> autoConfiguration) {
			this.label = label;
			this.table = table;
			this.autoConfiguration = autoConfiguration;
		}

		String property(String name, String value) {
			return "spring." + this.label.toLowerCase(Locale.ROOT) + "." + name + "=" + value;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFlyway {

		@Bean(initMethod = "migrate")
		Flyway ownFlyway(DataSource dataSource) {
			return Flyway.configure().dataSource(dataSource).locations("classpath:other/flyway").load();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnLiquibase {

		@Bean
		SpringLiquibase ownLiquibase(DataSource dataSource) {
			SpringLiquibase liquibase = new SpringLiquibase();
			liquibase.setDataSource(dataSource);
			liquibase.setChangeLog("classpath:other/changelog.sql");
			return liquibase;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMigrator {

		@Bean
		Migrator ownMigrator(DataSource dataSource) {
			return Migrator.builder(dataSource, new MemoryScripts()).build();
		}

	}

}
