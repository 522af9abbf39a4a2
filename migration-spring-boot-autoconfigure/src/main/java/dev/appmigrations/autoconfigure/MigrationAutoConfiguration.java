package dev.appmigrations.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.autoconfigure.instance.InstanceName;
import dev.appmigrations.autoconfigure.instance.InstanceReadiness;
import dev.appmigrations.autoconfigure.instance.MigrationInstances;
import dev.appmigrations.autoconfigure.instance.PoolNames;
import dev.appmigrations.autoconfigure.instance.PoolRenewal;
import dev.appmigrations.autoconfigure.instance.SessionRenewal;
import dev.appmigrations.autoconfigure.state.DatabaseStates;
import dev.appmigrations.autoconfigure.state.NamedListenerFactory;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.engine.source.ResourceScriptSource;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.java.JavaMigrations;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration of migrations: a {@link Migrator} unless the application brings one
 * for the same database, and the {@link MigrationInitializer} that runs every one of
 * them.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnClass(value = DataSource.class, name = "org.postgresql.Driver")
@ConditionalOnBooleanProperty(name = MigrationProperties.PREFIX + ".enabled", matchIfMissing = true)
@Conditional(MigrationAutoConfiguration.DatabaseCondition.class)
@EnableConfigurationProperties(MigrationProperties.class)
@ImportRuntimeHints(MigrationRuntimeHints.class)
@Import({ DatabaseInitializationDependencyConfigurer.class, DatabaseMigratorsRegistrar.class })
public final class MigrationAutoConfiguration {

	private static final VisibleLog logger = VisibleLog.of(MigrationAutoConfiguration.class);

	@Bean
	static ConfigurationPropertiesBindHandlerAdvisor migrationPropertyCheck() {
		return PropertyCheck::new;
	}

	@Bean
	@ConditionalOnMissingBean(ScriptSource.class)
	ResourceScriptSource migrationScriptSource(ResourceLoader resourceLoader) {
		return new ResourceScriptSource(resourceLoader.getClassLoader());
	}

	@Bean(DatabaseMigratorsRegistrar.FACTORY)
	DatabaseMigrators migrationDatabases(ListableBeanFactory beanFactory, Environment environment) {
		return new DatabaseMigrators(beanFactory, environment);
	}

	// A child context runs its own migrators, and not its parent's once more.
	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	MigrationInitializer migrationInitializer(ListableBeanFactory beanFactory, ObjectProvider<Migrator> migrators,
			MigrationProperties properties, ObjectProvider<MigrationInstances> instances,
			BackfillRunners backfillRunners, DatabaseStates states, ObjectProvider<MigrationStrategy> strategy,
			Environment environment) {
		if (AotDetector.useGeneratedArtifacts()) {
			ProcessedAheadOfTime.check(beanFactory, environment);
		}
		List<Migrator> own = List.copyOf(beanFactory.getBeansOfType(Migrator.class).values());
		return new MigrationInitializer(
				migrators.orderedStream(ObjectProvider.UNFILTERED).filter(own::contains).toList(), properties.startup(),
				instances.getIfAvailable(),
				(beanFactory.containsBean(MigratorFactory.COMMAND_BEAN)) ? null
						: new StartBackfills(properties.guard(), backfillRunners),
				(beanFactory.containsBean(DatabaseMigratorsRegistrar.TENANTS))
						? beanFactory.getBean(DatabaseMigratorsRegistrar.TENANTS, Tenants.class) : null,
				strategy.getIfAvailable(), states);
	}

	@Bean
	BackfillRunners migrationBackfillRunners(ObjectProvider<InstanceName> instanceName) {
		return new BackfillRunners(instanceName.getIfAvailable());
	}

	@Bean
	DatabaseStates migrationDatabaseStates(MigrationProperties properties) {
		return new DatabaseStates(Clock.systemUTC(), properties.instances().heartbeatInterval());
	}

	@Bean
	static MigratorFollower migratorFollower(ObjectProvider<DatabaseStates> states,
			ObjectProvider<NamedListenerFactory> listeners) {
		return new MigratorFollower(states, listeners);
	}

	// Always there: an application that was processed ahead of time may be told only when
	// it starts that it migrates in the background.
	@Bean
	MigrationRunner lateMigrations(MigrationInitializer initializer, ObjectProvider<JavaMigrations> javaMigrations) {
		return new MigrationRunner(
				() -> initializer.startLate(javaMigrations.stream().anyMatch((migrations) -> migrations.hasLate(false)),
						javaMigrations.stream().anyMatch((migrations) -> migrations.hasLate(true))));
	}

	// A start migrates, also where beans are created only when somebody asks for them.
	@Bean
	static LazyInitializationExcludeFilter migrationInitializerIsNotLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(MigrationInitializer.class);
	}

	@Bean
	ApplicationEvents migrationApplicationEvents(ApplicationEventPublisher context) {
		return new ApplicationEvents(context);
	}

	@Bean
	MigratorSchemaManagementProvider migratorSchemaManagementProvider(ObjectProvider<Migrator> migrators) {
		return new MigratorSchemaManagementProvider(migrators);
	}

	/**
	 * The presence of this instance, which contract migrations wait for.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = MigrationProperties.PREFIX + ".instances.enabled", matchIfMissing = true)
	static class InstanceConfiguration {

		@Bean
		static InstanceName migrationInstanceName(Environment environment) {
			return InstanceName.of(environment.getProperty("spring.application.name"));
		}

		@Bean
		InstanceReadiness migrationInstanceReadiness(ApplicationContext context,
				ObjectProvider<ApplicationAvailability> availability, ObjectProvider<SessionRenewal> renewal) {
			// Created first, it receives each change of state first as well: what is
			// published in answer comes last.
			availability.getIfAvailable();
			return new InstanceReadiness(context, () -> renewal.forEach(SessionRenewal::renew));
		}

		@Bean
		MigrationInstances migrationInstances(InstanceName name, MigrationProperties properties,
				InstanceReadiness readiness) {
			boolean creates = properties.startup() == Startup.MIGRATE || properties.startup() == Startup.BACKGROUND;
			InstanceProperties instances = properties.instances();
			return new MigrationInstances(name, new InstanceSettings(name.value(), instances.heartbeatInterval(),
					instances.heartbeatExpiry(), creates), readiness);
		}

	}

	/**
	 * Migrations in Java.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnJavaMigrationCondition.class)
	static class JavaMigrationConfiguration {

		@Bean(MigratorBeans.JAVA)
		static JavaMigrations javaMigrations(ConfigurableListableBeanFactory beanFactory) {
			return new JavaMigrations(beanFactory);
		}

		// It is told when the context is complete only if it is there before.
		@Bean
		static LazyInitializationExcludeFilter javaMigrationsAreNotLazy() {
			return LazyInitializationExcludeFilter.forBeanTypes(JavaMigrations.class);
		}

	}

	/**
	 * Names the sessions of pools, and replaces them.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HikariDataSource.class)
	@ConditionalOnBooleanProperty(name = MigrationProperties.PREFIX + ".instances.enabled", matchIfMissing = true)
	static class PoolNamesConfiguration {

		@Bean
		static PoolNames migrationPoolNames(ObjectProvider<InstanceName> name) {
			return new PoolNames(name);
		}

		@Bean
		static PoolRenewal migrationPoolRenewal() {
			return new PoolRenewal();
		}

	}

	/**
	 * The migrator of the application's own database, unless a bean of the application
	 * stands for it.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnlyMigratorCondition.class)
	static class MigratorConfiguration {

		@Bean
		@ConditionalOnMissingBean(MigrationConnectionDetails.class)
		MigrationConnectionDetails migrationConnectionDetails(MigrationProperties properties,
				ListableBeanFactory beanFactory, Environment environment) {
			boolean reactive = properties.url() == null
					&& beanFactory.getBeanNamesForType(DataSource.class, true, false).length == 0;
			R2dbcConnectionDetails details = (reactive) ? R2dbcConnectionDetails.of(environment) : null;
			if (details == null) {
				return new PropertiesMigrationConnectionDetails(properties);
			}
			logger.info("There is no DataSource: migrations use the database of spring.r2dbc.url through JDBC");
			return details;
		}

		// Whether another one does the same is known only when both are there.
		@Bean(MigratorBeans.DEFAULT)
		@Fallback
		@Nullable Migrator migrator(MigrationProperties properties, MigrationConnectionDetails connectionDetails,
				@MigrationDataSource ObjectProvider<DataSource> migrationDataSource,
				ObjectProvider<DataSource> dataSource, ObjectProvider<JdbcConnectionDetails> jdbcConnectionDetails,
				ObjectProvider<InstanceName> instanceName, ListableBeanFactory beanFactory, Environment environment) {
			ReplacedDataSourceGuard guard = new ReplacedDataSourceGuard(dataSource, jdbcConnectionDetails, environment);
			DataSourceChoice choice = new DataSourceChoice(migrationDataSource, dataSource, guard,
					instanceName.getIfAvailable());
			MigratorBeans migrators = new MigratorBeans(beanFactory);
			if (!choice.isThere(connectionDetails) && migrators.hasOthers()) {
				return null;
			}
			Migrator migrator = migrators.create("", properties, choice.choose(connectionDetails),
					UnaryOperator.identity());
			return (migrators.isCovered(migrator)) ? null : migrator;
		}

	}

	/**
	 * Refuses a start with Flyway in the same schema.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Flyway.class)
	static class FlywayGuardConfiguration {

		@Bean
		static MigrationToolGuard<Flyway> flywayGuard(ObjectProvider<MigrationProperties> properties,
				ObjectProvider<Migrator> migrators) {
			return new MigrationToolGuard<>("Flyway", Flyway.class, FlywayGuardConfiguration::place, properties,
					migrators);
		}

		private static MigrationToolGuard.Place place(Flyway flyway) {
			List<@Nullable String> schemas = new ArrayList<>(List.of(flyway.getConfiguration().getSchemas()));
			String named = flyway.getConfiguration().getDefaultSchema();
			if (schemas.isEmpty() || named != null) {
				schemas.add(named);
			}
			return new MigrationToolGuard.Place(flyway.getConfiguration().getDataSource(), schemas);
		}

	}

	/**
	 * Refuses a start with Liquibase in the same schema.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SpringLiquibase.class)
	static class LiquibaseGuardConfiguration {

		@Bean
		static MigrationToolGuard<SpringLiquibase> liquibaseGuard(ObjectProvider<MigrationProperties> properties,
				ObjectProvider<Migrator> migrators) {
			return new MigrationToolGuard<>("Liquibase", SpringLiquibase.class, LiquibaseGuardConfiguration::place,
					properties, migrators);
		}

		private static MigrationToolGuard.Place place(SpringLiquibase liquibase) {
			List<@Nullable String> schemas = new ArrayList<>();
			schemas.add(liquibase.getDefaultSchema());
			if (liquibase.getLiquibaseSchema() != null) {
				schemas.add(liquibase.getLiquibaseSchema());
			}
			return new MigrationToolGuard.Place(liquibase.getDataSource(), schemas);
		}

	}

	/**
	 * There is a database to migrate.
	 */
	static final class DatabaseCondition extends AnyNestedCondition {

		DatabaseCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBean(DataSource.class)
		static final class DataSourceBean {

		}

		@ConditionalOnBean(MigrationConnectionDetails.class)
		static final class ConnectionDetailsBean {

		}

		@ConditionalOnBean(Migrator.class)
		static final class MigratorBean {

		}

		@Conditional(OnMigrationUrlCondition.class)
		static final class Url {

		}

	}

}
