package dev.appmigrations.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Migrators that the application brings, beside the one that is made for it.
 */
class OwnMigratorsTests {

	private static final List<String> OF_APPLICATION = List.of("20251103000001_base_schema.sql",
			"20251104000001_first_person.sql");

	@FreshDatabase
	private TestDatabase database;

	@FreshDatabase
	private TestDatabase other;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() {
		this.application = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withBean("reports", DataSource.class, () -> this.other.dataSource())
			.withBean("shop", DataSource.class, () -> this.database.dataSource(),
					(definition) -> definition.setPrimary(true));
	}

	private static List<String> history(TestDatabase database, String table) {
		return database.list("SELECT migration_name FROM " + table + " ORDER BY id");
	}

	private static boolean isUntouched(TestDatabase database) {
		return database.list("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").isEmpty();
	}

	@Test
	void startWhenAMigratorIsForASecondDatabaseMigratesTheFirstToo() {
		this.application.withUserConfiguration(OfReports.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeansOfType(Migrator.class)).containsOnlyKeys("migrator", "reportsMigrator");
			assertThat(history(this.database, "migration_history")).isEqualTo(OF_APPLICATION);
			assertThat(history(this.other, "migration_history")).containsExactly("1_own.sql");
			assertThat(context.getBean(Migrator.class)).isSameAs(context.getBean("reportsMigrator"));
		});
	}

	@Test
	void startWhenAMigratorIsForTheSameDatabaseAndHistoryRunsThatOneAlone() {
		this.application.withUserConfiguration(OfShop.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeansOfType(Migrator.class)).containsOnlyKeys("shopMigrator");
			assertThat(history(this.database, "migration_history")).containsExactly("1_own.sql");
		});
	}

	@Test
	void startWhenAMigratorHasAnotherHistoryOfTheSameDatabaseRunsBoth() {
		this.application.withUserConfiguration(OfShop.class)
			.withPropertyValues("app.migrations.table=shop_history")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(history(this.database, "migration_history")).containsExactly("1_own.sql");
				assertThat(history(this.database, "shop_history")).isEqualTo(OF_APPLICATION);
			});
	}

	@Test
	void startWhenAMigratorIsPrimaryOrHasTheNameRunsThatOneAlone() {
		for (Class<?> configuration : List.of(PrimaryOfReports.class, Named.class)) {
			this.application.withUserConfiguration(configuration).run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(Migrator.class);
				assertThat(isUntouched(this.database)).isTrue();
				assertThat(history(this.other, "migration_history")).containsExactly("1_own.sql");
			});
		}
	}

	@Test
	void startWhenNoDataSourceIsTheOneRunsTheMigratorsThatThereAre() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withBean("reports", DataSource.class, () -> this.other.dataSource())
			.withBean("shop", DataSource.class, () -> this.database.dataSource())
			.withUserConfiguration(OfReports.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeansOfType(Migrator.class)).containsOnlyKeys("reportsMigrator");
				assertThat(isUntouched(this.database)).isTrue();
			});
	}

	@Test
	void factoryBeanHasEverySettingButThoseThatItSets() {
		this.application.withUserConfiguration(ByFactory.class)
			.withPropertyValues("app.migrations.placeholders.name=thing", "app.migrations.out-of-order=reject",
					"app.migrations.release=7", "app.migrations.locations=classpath:other/migration")
			.withBean(MemoryScripts.class, () -> new MemoryScripts().with("2_made.sql", "CREATE TABLE ${name} ()"))
			.withBean("calls", Calls.class, Calls::new)
			.withUserConfiguration(Listening.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(history(this.other, "reports.applied")).containsExactly("2_made.sql");
				assertThat(this.other.value("SELECT release FROM reports.applied")).isEqualTo("7");
				assertThat(this.other.value("SELECT to_regclass('reports.thing')")).isEqualTo("reports.thing");
				assertThat(context.getBean(Calls.class).count).isEqualTo(2);
				assertThat(context.getBean("reportsMigrator", Migrator.class).dataSource())
					.isSameAs(context.getBean("reports"));
				assertThat(context).getBean("reportsMigrator", Migrator.class).satisfies((migrator) -> {
					context.getBean(MemoryScripts.class).with("1_late.sql", "CREATE TABLE late ()");
					assertThat(catchThrowable(migrator::migrate)).isInstanceOf(MigrationException.class)
						.hasMessageContaining("1_late.sql");
				});
			});
	}

	@Test
	void startOfAChildWithoutADataSourceLeavesMigrationsToItsParent() {
		this.application.run((parent) -> {
			assertThat(parent).hasNotFailed();
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MigrationAutoConfiguration.class))
				.withParent(parent)
				.run((child) -> {
					assertThat(child).hasNotFailed();
					assertThat(child.getBeansOfType(Migrator.class)).isEmpty();
				});
		});
	}

	@Test
	void startOfAChildWithADataSourceOfItsOwnMigratesThat() {
		this.application.run((parent) -> new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MigrationAutoConfiguration.class))
			.withParent(parent)
			.withBean("shop", DataSource.class, () -> this.other.dataSource(),
					(definition) -> definition.setPrimary(true))
			.run((child) -> {
				assertThat(child).hasNotFailed();
				assertThat(child.getBeansOfType(Migrator.class)).containsOnlyKeys("migrator");
				assertThat(history(this.other, "migration_history")).isEqualTo(OF_APPLICATION);
			}));
	}

	/**
	 * Counts.
	 */
	static final class Calls {

		private int count;

	}

	@Configuration(proxyBeanMethods = false)
	static class OfReports {

		@Bean
		Migrator reportsMigrator(@Qualifier("reports") DataSource dataSource) {
			return Migrator.builder(dataSource, new MemoryScripts().with("1_own.sql", "CREATE TABLE own ()")).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfShop {

		@Bean
		Migrator shopMigrator(DataSource dataSource) {
			return Migrator.builder(dataSource, new MemoryScripts().with("1_own.sql", "CREATE TABLE own ()"))
				.options(MigratorOptions.defaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryOfReports {

		@Bean
		@Primary
		Migrator reportsMigrator(@Qualifier("reports") DataSource dataSource) {
			return new OfReports().reportsMigrator(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Named {

		@Bean
		Migrator migrator(@Qualifier("reports") DataSource dataSource) {
			return new OfReports().reportsMigrator(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByFactory {

		@Bean
		MigratorFactoryBean reportsMigrator(@Qualifier("reports") DataSource dataSource) {
			return new MigratorFactoryBean(dataSource).locations("classpath:reports").history("reports", "applied");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		@Bean
		MigrationListener counting(Calls calls) {
			return (event) -> {
				if (event instanceof MigrationEvent.Applied) {
					calls.count++;
				}
			};
		}

	}

}
