package dev.appmigrations.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.event.MigrationVeto;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.jdbc.SchemaManagement;
import org.springframework.boot.jdbc.SchemaManagementProvider;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter makes of an application's beans and properties.
 */
class MigrationAutoConfigurationTests {

	private static final String BASE_SCHEMA = "20251103000001_base_schema.sql";

	private static final String FIRST_PERSON = "20251104000001_first_person.sql";

	@FreshDatabase
	private TestDatabase database;

	private ApplicationContextRunner empty;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() {
		this.empty = new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class));
		this.application = this.empty.withPropertyValues("spring.datasource.url=" + this.database.url(),
				"spring.datasource.username=" + this.database.username(),
				"spring.datasource.password=" + this.database.password());
	}

	private List<String> history() {
		return this.database.list("SELECT migration_name FROM migration_history ORDER BY id");
	}

	private boolean isUntouched() {
		return this.database.list("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").isEmpty();
	}

	@Test
	void startWhenThereAreListenersTellsThemInTheirOrder() {
		List<String> calls = new ArrayList<>();
		this.application.withBean("a", MigrationListener.class, () -> recorder(calls, "first"))
			.withBean("b", MigrationListener.class, () -> recorder(calls, "second"))
			.run((context) -> assertThat(calls).containsExactly("first", "second"));
	}

	@Test
	void startWhenABeanVetoesItFailsWithItsReasonAndAppliesNothing() {
		this.application.withBean(MigrationVeto.class, () -> new MigrationVeto() {

			@Override
			public String beforeRun(MigrationReport report) {
				return "It is Friday afternoon.";
			}

		}).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(MigrationException.class, (ex) -> {
					assertThat(ex.code()).isEqualTo(ErrorCode.VETOED);
					assertThat(ex.description()).contains("It is Friday afternoon.");
				});
			assertThat(this.database.list("SELECT 1 FROM pg_tables WHERE tablename = 'person'")).isEmpty();
		});
	}

	private DataSource dataSource() {
		return this.database.dataSource();
	}

	private static MigrationListener recorder(List<String> calls, String name) {
		return new MigrationListener() {

			@Override
			public void onEvent(MigrationEvent event) {
				if (event instanceof MigrationEvent.Planned) {
					calls.add(name);
				}
			}

		};
	}

	private static MigrationConnectionDetails details(String url) {
		return new MigrationConnectionDetails() {

			@Override
			public String getJdbcUrl() {
				return url;
			}

			@Override
			public String getUsername() {
				return "postgres";
			}

			@Override
			public String getPassword() {
				return "postgres";
			}

		};
	}

	private static ScriptSource own() {
		return new MemoryScripts().with("1_own.sql", "CREATE TABLE own ()");
	}

	/**
	 * When it is there at all.
	 */
	@Nested
	class Conditions {

		@Test
		void startWhenThereIsADataSourceMigratesIt() {
			MigrationAutoConfigurationTests.this.application.run((context) -> {
				assertThat(context).hasSingleBean(Migrator.class)
					.hasBean("migrator")
					.hasSingleBean(MigrationInitializer.class);
				assertThat(history()).containsExactly(BASE_SCHEMA, FIRST_PERSON);
			});
		}

		@Test
		void startWhenThereIsNoDataSourceHasNoMigrator() {
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MigrationAutoConfiguration.class))
				.run((context) -> assertThat(context).hasNotFailed()
					.doesNotHaveBean(Migrator.class)
					.doesNotHaveBean(MigrationInitializer.class));
		}

		@Test
		void startWhenThereIsNoDriverHasNoMigrator() {
			MigrationAutoConfigurationTests.this.application.withClassLoader(new FilteredClassLoader(Driver.class))
				.withUserConfiguration(H2.class)
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Migrator.class));
		}

		@Test
		void startWhenDisabledRemovesEverything() {
			MigrationAutoConfigurationTests.this.application.withPropertyValues("app.migrations.enabled=false")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(context.getBeanNamesForType(Object.class, true, false))
						.noneMatch((name) -> context.getType(name).getName().startsWith("dev.appmigrations"));
					assertThat(isUntouched()).isTrue();
				});
		}

		@Test
		void startWhenTheApplicationHasAMigratorRunsThatOne() {
			MigrationAutoConfigurationTests.this.application.withUserConfiguration(OwnMigrator.class).run((context) -> {
				assertThat(context.getBeansOfType(Migrator.class)).containsOnlyKeys("ownMigrator");
				assertThat(history()).containsExactly("1_own.sql");
			});
		}

		@Test
		void startWhenTheApplicationHasAnInitializerBacksOff() {
			MigrationAutoConfigurationTests.this.application.withUserConfiguration(OwnInitializer.class)
				.run((context) -> {
					assertThat(context).hasSingleBean(MigrationInitializer.class).hasBean("ownInitializer");
					assertThat(isUntouched()).isTrue();
				});
		}

		@Test
		void startWhenTheApplicationHasAScriptSourceReadsThatOne() {
			MigrationAutoConfigurationTests.this.application
				.withBean(ScriptSource.class, () -> new MemoryScripts().with("7_seven.sql", "CREATE TABLE seven ()"))
				.run((context) -> assertThat(history()).containsExactly("7_seven.sql"));
		}

		@Test
		void startWhenBeansAreLazyMigratesAllTheSame() {
			MigrationAutoConfigurationTests.this.application.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
				.run((context) -> assertThat(history()).containsExactly(BASE_SCHEMA, FIRST_PERSON));
		}

		@Test
		void startWhenAContextHasAParentRunsOnlyItsOwnMigrators() {
			List<String> calls = new ArrayList<>();
			MigrationAutoConfigurationTests.this.application
				.withBean("parentListener", MigrationListener.class, () -> recorder(calls, "parent"))
				.run((parent) -> MigrationAutoConfigurationTests.this.application.withParent(parent)
					.withUserConfiguration(OwnMigrator.class)
					.run((child) -> {
						assertThat(child).hasNotFailed();
						assertThat(calls).containsExactly("parent");
						assertThat(history()).containsExactly(BASE_SCHEMA, FIRST_PERSON, "1_own.sql");
					}));
		}

	}

	/**
	 * Which database is migrated.
	 */
	@Nested
	class DataSources {

		@Test
		void startWhenADataSourceIsMarkedMigratesThatOne() {
			try (TestDatabase other = TestDatabase.create()) {
				MigrationAutoConfigurationTests.this.application
					.withPropertyValues("app.migrations.url=jdbc:postgresql://localhost:1/never")
					.withBean("applicationDataSource", DataSource.class,
							MigrationAutoConfigurationTests.this::dataSource)
					.withUserConfiguration(Marked.class)
					.withBean("other", TestDatabase.class, () -> other)
					.run((context) -> {
						assertThat(context).hasNotFailed();
						assertThat(isUntouched()).isTrue();
						assertThat(other.list("SELECT name FROM person")).containsExactly("Ada");
					});
			}
		}

		@Test
		void startWhenAUrlIsSetMigratesThatOneWithoutAPool() {
			try (TestDatabase other = TestDatabase.create()) {
				MigrationAutoConfigurationTests.this.application.withPropertyValues("app.migrations.url=" + other.url(),
						"app.migrations.username=" + other.username(), "app.migrations.password=" + other.password())
					.run((context) -> {
						assertThat(context.getBean(Migrator.class).dataSource())
							.isInstanceOf(SimpleDriverDataSource.class);
						assertThat(context).hasSingleBean(DataSource.class);
						assertThat(isUntouched()).isTrue();
						assertThat(other.list("SELECT name FROM person")).containsExactly("Ada");
					});
			}
		}

		@Test
		void startWhenThereIsOnlyAUrlNeedsNoDataSource() {
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MigrationAutoConfiguration.class))
				.withPropertyValues("app.migrations.url=" + MigrationAutoConfigurationTests.this.database.url(),
						"app.migrations.username=postgres")
				.run((context) -> {
					assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class);
					assertThat(history()).containsExactly(BASE_SCHEMA, FIRST_PERSON);
				});
		}

		@Test
		void startWhenTheUrlIsBlankTakesTheApplicationsDataSource() {
			MigrationAutoConfigurationTests.this.application.withPropertyValues("app.migrations.url= ")
				.run((context) -> {
					assertThat(context.getBean(Migrator.class).dataSource())
						.isSameAs(context.getBean(DataSource.class));
					assertThat(history()).containsExactly(BASE_SCHEMA, FIRST_PERSON);
				});
		}

		@Test
		void startWhenThereIsOnlyAUserMigratesTheApplicationsDatabaseAsThatUser() {
			String role = "owner_" + MigrationAutoConfigurationTests.this.database.name();
			MigrationAutoConfigurationTests.this.database.execute("CREATE ROLE " + role + " LOGIN SUPERUSER");
			try {
				MigrationAutoConfigurationTests.this.application
					.withPropertyValues("app.migrations.username=" + role, "app.migrations.password=secret")
					.run((context) -> assertThat(MigrationAutoConfigurationTests.this.database
						.list("SELECT DISTINCT applied_by FROM migration_history")).containsExactly(role));
			}
			finally {
				MigrationAutoConfigurationTests.this.database
					.execute("REASSIGN OWNED BY " + role + " TO postgres; DROP ROLE " + role);
			}
		}

		@Test
		void startWhenThereAreConnectionDetailsNeverUsesTheUrl() {
			MigrationAutoConfigurationTests.this.empty
				.withPropertyValues("app.migrations.url=jdbc:postgresql://localhost:1/production")
				.withBean(MigrationConnectionDetails.class,
						() -> details(MigrationAutoConfigurationTests.this.database.url()))
				.withBean(DataSource.class, () -> new SimpleDriverDataSource(new Driver(), "jdbc:postgresql:never"))
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(history()).containsExactly(BASE_SCHEMA, FIRST_PERSON);
				});
		}

		@Test
		void startWhenNoDataSourceIsPrimarySaysSo() {
			MigrationAutoConfigurationTests.this.empty
				.withBean("one", DataSource.class, MigrationAutoConfigurationTests.this::dataSource)
				.withBean("two", DataSource.class, MigrationAutoConfigurationTests.this::dataSource)
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.hasRootCauseInstanceOf(MigrationSetupException.class)
					.rootCause()
					.hasMessageContaining("@MigrationDataSource"));
		}

		@Test
		void startWhenSeveralMigratorsRunsAllInTheirOrder() {
			try (TestDatabase other = TestDatabase.create()) {
				MigrationAutoConfigurationTests.this.application.withBean("other", TestDatabase.class, () -> other)
					.withUserConfiguration(Marked.class, Several.class)
					.withBean("applicationDataSource", DataSource.class,
							MigrationAutoConfigurationTests.this::dataSource,
							(definition) -> definition.setPrimary(true))
					.run((context) -> {
						assertThat(context).hasNotFailed().getBeans(Migrator.class).hasSize(2);
						assertThat(context.getBean(Several.class).calls).containsExactly("first", "second");
						assertThat(history()).containsExactly("1_own.sql");
						assertThat(other.list("SELECT migration_name FROM migration_history"))
							.containsExactly("1_own.sql");
					});
			}
		}

		@Test
		void schemaManagementKnowsWhichDataSourceIsMigrated() {
			MigrationAutoConfigurationTests.this.application.run((context) -> {
				SchemaManagementProvider provider = context.getBean(SchemaManagementProvider.class);
				assertThat(provider.getSchemaManagement(context.getBean(DataSource.class)))
					.isEqualTo(SchemaManagement.MANAGED);
				assertThat(provider.getSchemaManagement(dataSource())).isEqualTo(SchemaManagement.MANAGED);
				assertThat(provider
					.getSchemaManagement(new SimpleDriverDataSource(new Driver(), "jdbc:postgresql://localhost/other")))
					.isEqualTo(SchemaManagement.UNMANAGED);
			});
		}

	}

	/**
	 * What each property changes.
	 */
	@Nested
	class Settings {

		@Test
		void startupWhenValidateAndPendingFailsAndWritesNothing() {
			MigrationAutoConfigurationTests.this.application.withPropertyValues("app.migrations.startup=validate")
				.run((context) -> {
					assertThat(context).hasFailed();
					assertThat(context.getStartupFailure()).rootCause()
						.isInstanceOfSatisfying(MigrationException.class,
								(failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.PENDING_MIGRATIONS))
						.hasMessageContainingAll(BASE_SCHEMA, FIRST_PERSON);
					assertThat(isUntouched()).isTrue();
				});
		}

		@Test
		void startupWhenValidateAndNothingIsPendingStarts() {
			MigrationAutoConfigurationTests.this.application.run((context) -> assertThat(context).hasNotFailed());
			MigrationAutoConfigurationTests.this.application.withPropertyValues("app.migrations.startup=validate")
				.run((context) -> assertThat(context).hasNotFailed());
		}

		@Test
		void startupWhenValidateAndSomethingIsWrongFails() {
			MigrationAutoConfigurationTests.this.application.run((context) -> assertThat(context).hasNotFailed());
			MigrationAutoConfigurationTests.this.database
				.execute("UPDATE migration_history SET checksum = '1:' || repeat('0', 64) WHERE id = 1");
			MigrationAutoConfigurationTests.this.application.withPropertyValues("app.migrations.startup=validate")
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.hasRootCauseInstanceOf(InvalidMigrationsException.class));
		}

		@Test
		void startupWhenNoneLeavesTheMigratorAlone() {
			MigrationAutoConfigurationTests.this.application.withPropertyValues("app.migrations.startup=none")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(isUntouched()).isTrue();
					assertThat(context.getBean(Migrator.class).status().state())
						.isEqualTo(MigrationReport.State.PENDING);
				});
		}

		@Test
		void locationsReplaceTheDefault() {
			MigrationAutoConfigurationTests.this.application
				.withPropertyValues("app.migrations.locations=classpath:other/migration,file:src/test/resources/third")
				.run((context) -> assertThat(history()).containsExactly("1_other.sql", "2_third.sql"));
		}

		@Test
		void schemaAndTableNameTheHistory() {
			MigrationAutoConfigurationTests.this.application
				.withPropertyValues("app.migrations.schema=app", "app.migrations.table=applied")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(MigrationAutoConfigurationTests.this.database
						.list("SELECT migration_name FROM app.applied ORDER BY id"))
						.containsExactly(BASE_SCHEMA, FIRST_PERSON);
					assertThat(MigrationAutoConfigurationTests.this.database.list("SELECT name FROM app.person"))
						.containsExactly("Ada");
				});
		}

		@Test
		void placeholdersAreReplaced() {
			MigrationAutoConfigurationTests.this.application
				.withBean(ScriptSource.class,
						() -> new MemoryScripts().with("1_a.sql", "CREATE TABLE ${prefix}_${the-name} ()"))
				.withPropertyValues("app.migrations.placeholders.prefix=x", "app.migrations.placeholders.the-name=y")
				.run((context) -> assertThat(
						MigrationAutoConfigurationTests.this.database.value("SELECT to_regclass('x_y')"))
					.isEqualTo("x_y"));
		}

		@Test
		void releaseAndApplicationAreRecorded() {
			MigrationAutoConfigurationTests.this.application
				.withPropertyValues("spring.application.name=shop", "spring.application.version=1.2",
						"app.migrations.release=2026-11")
				.run((context) -> {
					assertThat(value("SELECT DISTINCT release FROM migration_history")).isEqualTo("2026-11");
					assertThat(value("SELECT DISTINCT applied_from FROM migration_history")).endsWith("(shop)");
				});
		}

		@Test
		void releaseWhenNotSetIsTheApplicationsVersion() {
			MigrationAutoConfigurationTests.this.application.withPropertyValues("spring.application.version=1.2")
				.run((context) -> assertThat(value("SELECT DISTINCT release FROM migration_history")).isEqualTo("1.2"));
		}

		@Test
		void releaseWhenOnlyTheBuildKnowsItIsThatOfTheBuild() {
			Properties build = new Properties();
			build.setProperty("version", "3.4");
			MigrationAutoConfigurationTests.this.application
				.withBean(BuildProperties.class, () -> new BuildProperties(build))
				.run((context) -> assertThat(value("SELECT DISTINCT release FROM migration_history")).isEqualTo("3.4"));
		}

		@Test
		void releaseWhenUnknownIsNull() {
			MigrationAutoConfigurationTests.this.application
				.run((context) -> assertThat(value("SELECT DISTINCT release FROM migration_history")).isNull());
		}

		@Test
		void lockWaitTimeoutEndsTheWaitForAnotherInstance() {
			MigrationAutoConfigurationTests.this.application
				.withBean("slow", MigrationListener.class, () -> new MigrationListener() {

					@Override
					public void onEvent(MigrationEvent event) {
						if (event instanceof MigrationEvent.Started) {
							MigrationAutoConfigurationTests.this.application
								.withPropertyValues("app.migrations.advisory-lock.wait-timeout=0")
								.run((second) -> assertThat(second).hasFailed()
									.getFailure()
									.rootCause()
									.isInstanceOfSatisfying(MigrationException.class,
											(failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT)));
						}
					}

				})
				.run((first) -> assertThat(first).hasNotFailed());
		}

		@Test
		void waitForDatabaseIsTheTimeThatADatabaseHasToComeUp() {
			List<Integer> attempts = new ArrayList<>();
			ApplicationContextRunner unreachable = MigrationAutoConfigurationTests.this.empty
				.withPropertyValues("app.migrations.url=jdbc:postgresql://localhost:1/none")
				.withBean(MigrationListener.class, () -> new MigrationListener() {

					@Override
					public void onEvent(MigrationEvent event) {
						if (event instanceof MigrationEvent.DatabaseAwaited awaited) {
							attempts.add(awaited.attempt());
						}
					}

				});
			unreachable.withPropertyValues("app.migrations.wait-for-database=0").run((context) -> {
				assertThat(context).hasFailed();
				assertThat(attempts).isEmpty();
			});
			unreachable.withPropertyValues("app.migrations.wait-for-database=200ms").run((context) -> {
				assertThat(context).hasFailed();
				assertThat(attempts).isNotEmpty();
			});
		}

		private String value(String sql) {
			return MigrationAutoConfigurationTests.this.database.value(sql);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMigrator {

		@Bean
		Migrator ownMigrator(DataSource dataSource) {
			return Migrator.builder(dataSource, own()).options(MigratorOptions.defaults()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnInitializer {

		@Bean
		MigrationInitializer ownInitializer() {
			return new MigrationInitializer(List.of(), Startup.MIGRATE);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Marked {

		@Bean(defaultCandidate = false)
		@MigrationDataSource
		DataSource marked(TestDatabase other) {
			return other.dataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Several {

		private final List<String> calls = new ArrayList<>();

		@Bean
		@Order(2)
		Migrator aMigrator(@MigrationDataSource DataSource dataSource) {
			return Migrator.builder(dataSource, own()).listener(recorder(this.calls, "second")).build();
		}

		@Bean
		@Order(1)
		Migrator bMigrator(DataSource dataSource) {
			return Migrator.builder(dataSource, own()).listener(recorder(this.calls, "first")).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class H2 {

		@Bean
		@Primary
		DataSource h2() {
			return new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:conditions");
		}

	}

}
