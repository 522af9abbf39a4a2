package dev.appmigrations.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import dev.appmigrations.actuate.endpoint.MigrationsDescriptor;
import dev.appmigrations.actuate.endpoint.MigrationsEndpoint;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several databases by properties.
 */
class DatabasesTests {

	private static final List<String> OF_APPLICATION = List.of("20251103000001_base_schema.sql",
			"20251104000001_first_person.sql");

	@FreshDatabase
	private TestDatabase database;

	@FreshDatabase
	private TestDatabase other;

	private ApplicationContextRunner empty;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() {
		this.empty = new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class,
						MigrationsEndpointAutoConfiguration.class, EndpointAutoConfiguration.class));
		this.application = this.empty.withPropertyValues("spring.datasource.url=" + this.database.url(),
				"spring.datasource.username=postgres", "spring.datasource.password=postgres");
	}

	private static List<String> history(TestDatabase database, String table) {
		return database.list("SELECT migration_name FROM " + table + " ORDER BY id");
	}

	private static boolean isUntouched(TestDatabase database) {
		return database.list("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").isEmpty();
	}

	private String[] reports(String... more) {
		List<String> all = new ArrayList<>(List.of("app.migrations.databases.reports.url=" + this.other.url(),
				"app.migrations.databases.reports.username=postgres",
				"app.migrations.databases.reports.password=postgres",
				"app.migrations.databases.reports.locations=classpath:other/migration"));
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	@Test
	void startMigratesTheApplicationsDatabaseAndEachOther() {
		this.application.withPropertyValues(reports()).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeansOfType(Migrator.class)).containsOnlyKeys("migrator", "reportsMigrator");
			assertThat(history(this.database, "migration_history")).isEqualTo(OF_APPLICATION);
			assertThat(history(this.other, "migration_history")).containsExactly("1_other.sql");
			assertThat(context.getBean("reportsMigrator", Migrator.class).dataSource())
				.isInstanceOf(SimpleDriverDataSource.class);
		});
	}

	@Test
	void startWhenThereAreOnlyDatabasesNeedsNoDataSource() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MigrationAutoConfiguration.class))
			.withPropertyValues(reports())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeansOfType(Migrator.class)).containsOnlyKeys("reportsMigrator");
				assertThat(history(this.other, "migration_history")).containsExactly("1_other.sql");
			});
	}

	@Test
	void databaseInheritsWhatItDoesNotSet() {
		this.application
			.withPropertyValues(reports("app.migrations.table=applied", "app.migrations.release=7",
					"app.migrations.databases.reports.schema=reporting"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(history(this.database, "applied")).isEqualTo(OF_APPLICATION);
				assertThat(history(this.other, "reporting.applied")).containsExactly("1_other.sql");
				assertThat(this.other.value("SELECT release FROM reporting.applied")).isEqualTo("7");
			});
	}

	@Test
	void databaseWithADataSourceTakesTheBeanOfThatName() {
		this.application.withBean("reporting", DataSource.class, () -> this.other.dataSource())
			.withBean("shop", DataSource.class, () -> this.database.dataSource(),
					(definition) -> definition.setPrimary(true))
			.withPropertyValues("app.migrations.databases.all-reports.data-source=reporting",
					"app.migrations.databases.all-reports.locations=classpath:other/migration")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeansOfType(Migrator.class)).containsOnlyKeys("migrator", "allReportsMigrator");
				assertThat(context.getBean("allReportsMigrator", Migrator.class).dataSource())
					.isSameAs(context.getBean("reporting"));
				assertThat(history(this.database, "migration_history")).isEqualTo(OF_APPLICATION);
				assertThat(history(this.other, "migration_history")).containsExactly("1_other.sql");
			});
	}

	@Test
	void databaseWithNeitherIsAnotherHistoryOfTheApplications() {
		this.application
			.withPropertyValues("app.migrations.databases.audit.schema=audit",
					"app.migrations.databases.audit.locations=classpath:other/migration")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(history(this.database, "public.migration_history")).isEqualTo(OF_APPLICATION);
				assertThat(history(this.database, "audit.migration_history")).containsExactly("1_other.sql");
			});
	}

	@Test
	void databaseOfTheApplicationStandsForIt() {
		this.application
			.withPropertyValues("app.migrations.databases.shop.data-source=dataSource",
					"app.migrations.databases.shop.locations=classpath:other/migration")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeansOfType(Migrator.class)).containsOnlyKeys("shopMigrator");
				assertThat(history(this.database, "migration_history")).containsExactly("1_other.sql");
			});
	}

	@Test
	void databaseThatIsDisabledOrAnApplicationsOwnBeanIsNotMade() {
		this.application.withPropertyValues(reports("app.migrations.databases.reports.enabled=false"))
			.run((context) -> {
				assertThat(context.getBeansOfType(Migrator.class)).containsOnlyKeys("migrator");
				assertThat(isUntouched(this.other)).isTrue();
			});
		Migrator own = Migrator.builder(this.other.dataSource()).build();
		this.application.withBean("reportsMigrator", Migrator.class, () -> own)
			.withPropertyValues(reports("app.migrations.startup=none"))
			.run((context) -> assertThat(context.getBean("reportsMigrator", Migrator.class).dataSource())
				.isSameAs(own.dataSource()));
	}

	@Test
	void databaseWhoseDataSourceIsMissingSaysWhichThereAre() {
		this.application.withPropertyValues("app.migrations.databases.reports.data-source=reporting")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfies((ex) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(
						"app.migrations.databases.reports.data-source is 'reporting', and there is no DataSource bean")
					.hasStackTraceContaining("There are: dataSource")));
	}

	@Test
	void urlThatCannotBeUsedIsNamedByItsProperty() {
		this.application.withPropertyValues("app.migrations.databases.reports.url=jdbc:oracle:thin:@x")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("app.migrations.databases.reports.url"));
	}

	@Test
	void endpointShowsAllOfThem() {
		this.application
			.withPropertyValues(reports("management.endpoints.web.exposure.include=*",
					"management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true"))
			.run((context) -> {
				MigrationsDescriptor descriptor = context.getBean(MigrationsEndpoint.class).migrations(null, null);
				assertThat(descriptor.contexts().values()).singleElement()
					.satisfies(
							(found) -> assertThat(found.migrators()).containsOnlyKeys("migrator", "reportsMigrator"));
			});
	}

	@Test
	void nameThatDoesNotExistIsRefusedWithTheOneThatIsMeant() {
		this.application.withPropertyValues("app.migrations.databases.reports.shema=x")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("did you mean app.migrations.databases.reports.schema?"));
		this.application.withPropertyValues("app.migrations.databases.reports.startup=none")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("app.migrations.databases.reports.startup"));
	}

}
