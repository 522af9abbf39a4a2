package dev.appmigrations.autoconfigure;

import java.util.List;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.databases.DatabaseSettings;
import dev.appmigrations.autoconfigure.databases.TenantProperties;
import dev.appmigrations.autoconfigure.instance.InstanceName;
import dev.appmigrations.autoconfigure.instance.PoolState;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.jdbc.TenantDataSources;
import dev.appmigrations.engine.options.MigratorOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * Makes the migrators of {@code app.migrations.databases}, each with the first of these
 * that there is: its URL, the data source bean that it names, or what the application
 * migrates with.
 */
final class DatabaseMigrators {

	private final ListableBeanFactory beanFactory;

	private final Environment environment;

	DatabaseMigrators(ListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	/**
	 * Reads the settings of a database.
	 * @param environment where they are
	 * @param database its name
	 * @return its settings, with those that it inherits
	 */
	static MigrationProperties properties(Environment environment, String database) {
		return DatabaseSettings.of(environment)
			.binder(database)
			.bindOrCreate(DatabaseSettings.name(database), Bindable.of(MigrationProperties.class));
	}

	/**
	 * Reads the name of the data source of a database.
	 * @param environment where it is
	 * @param database the name of the database
	 * @return the name of a bean, {@code null} if it names none
	 */
	static @Nullable String dataSource(Environment environment, String database) {
		return Binder.get(environment)
			.bind(DatabaseSettings.name(database) + "." + DatabaseSettings.DATA_SOURCE, String.class)
			.orElse(null);
	}

	static boolean isEnabled(Environment environment, String database) {
		return Binder.get(environment).bind(DatabaseSettings.name(database) + ".enabled", Boolean.class).orElse(true);
	}

	/**
	 * Makes a migrator. Called for each bean, by its definition.
	 * @param database the name of the database
	 * @return the migrator
	 * @throws MigrationSetupException if the settings do not say how to connect
	 */
	Migrator create(String database) {
		MigrationProperties properties = properties(this.environment, database);
		return new MigratorBeans(this.beanFactory).create(database, properties, dataSource(database, properties),
				UnaryOperator.identity());
	}

	/**
	 * Makes what migrates tenants: in the database of the application's own migrator, and
	 * with its settings. Called by a bean definition.
	 * @return the migrations of all tenants
	 * @throws MigrationSetupException if there is no such database
	 */
	Tenants tenants() {
		// No migrator either where another bean stands for it.
		if (this.beanFactory.containsBean(MigratorBeans.DEFAULT)
				&& this.beanFactory.getBean(MigratorBeans.DEFAULT) instanceof Migrator own) {
			return tenants(own.dataSource());
		}
		throw new MigrationSetupException(
				TenantProperties.PREFIX + " is set, and the application has no migrator of its own database.",
				"Give it a DataSource, or set app.migrations.url.");
	}

	private Tenants tenants(DataSource dataSource) {
		TenantProperties tenants = tenants(this.environment);
		MigrationProperties properties = this.beanFactory.getBean(MigrationProperties.class);
		return new Tenants(
				new MigratorBeans(this.beanFactory).ofTenants(properties, dataSource,
						(options) -> ofTenants(options, tenants)),
				tenants.options(PoolState.size(dataSource)),
				this.beanFactory.getBeanProvider(TenantDataSources.class).getIfUnique());
	}

	static TenantProperties tenants(Environment environment) {
		return Binder.get(environment).bindOrCreate(TenantProperties.PREFIX, Bindable.of(TenantProperties.class));
	}

	static MigratorOptions ofTenants(MigratorOptions options, TenantProperties tenants) {
		return options.with(new MigratorOptions.Scripts(tenants.folders(), options.scripts().placeholders(),
				options.scripts().layout()));
	}

	private DataSource dataSource(String database, MigrationProperties properties) {
		String bean = dataSource(this.environment, database);
		if (bean == null) {
			return shared(database, properties);
		}
		if (properties.url() != null) {
			throw new MigrationSetupException(
					DatabaseSettings.name(database) + " has both a URL and the name of a data source.",
					"Leave one of them out.");
		}
		try {
			DataSource named = this.beanFactory.getBean(bean, DataSource.class);
			return (properties.username() != null) ? as(named, database, properties) : named;
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw new MigrationSetupException(
					DatabaseSettings.name(database) + "." + DatabaseSettings.DATA_SOURCE + " is '" + bean
							+ "', and there is no DataSource bean of that name.",
					"There are: " + String.join(", ", List.of(this.beanFactory.getBeanNamesForType(DataSource.class))),
					ex);
		}
	}

	/** Its own URL, or that and what else the application has. */
	private DataSource shared(String database, MigrationProperties properties) {
		if (properties.url() != null) {
			SimpleDriverDataSource own = new ConnectionUrl(DatabaseSettings.name(database) + ".url", properties.url(),
					properties.driverClassName())
				.dataSource(properties.username(), properties.password());
			new ReplacedDataSourceGuard(this.beanFactory.getBeanProvider(DataSource.class),
					this.beanFactory.getBeanProvider(JdbcConnectionDetails.class), this.environment)
				.check(own, DatabaseSettings.name(database) + ".url");
			return named(own);
		}
		ObjectProvider<DataSource> application = this.beanFactory.getBeanProvider(DataSource.class);
		DataSource shared = application.getIfUnique();
		if (shared == null) {
			throw new MigrationSetupException(
					DatabaseSettings.name(database) + " says neither where its database is nor which data source leads"
							+ " to it, and no DataSource bean is the only one, or the primary one.",
					"Set " + DatabaseSettings.name(database) + ".url, or " + DatabaseSettings.name(database) + "."
							+ DatabaseSettings.DATA_SOURCE + " to the name of a DataSource bean.");
		}
		return (properties.username() != null) ? as(shared, database, properties) : shared;
	}

	private DataSource as(DataSource shared, String database, MigrationProperties properties) {
		return named(DataSourceChoice.derived(shared, new PropertiesMigrationConnectionDetails(properties),
				DatabaseSettings.name(database)));
	}

	private DataSource named(SimpleDriverDataSource dataSource) {
		return DataSourceChoice.named(dataSource,
				this.beanFactory.getBeanProvider(InstanceName.class).getIfAvailable());
	}

}
