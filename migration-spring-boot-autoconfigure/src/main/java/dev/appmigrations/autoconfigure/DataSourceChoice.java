package dev.appmigrations.autoconfigure;

import java.util.Properties;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.instance.InstanceName;
import dev.appmigrations.autoconfigure.instance.OwnConnections;
import dev.appmigrations.autoconfigure.instance.PoolNames;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * Chooses the data source to migrate with, the first of these that there is:
 * <ol>
 * <li>the bean that is marked with {@link MigrationDataSource};
 * <li>the URL of the {@link MigrationConnectionDetails}, with their user and password;
 * <li>the application's data source with their user and password;
 * <li>the application's data source.
 * </ol>
 * A data source made here has no pool: it serves one connection at the start.
 */
final class DataSourceChoice {

	private final ObjectProvider<DataSource> marked;

	private final ObjectProvider<DataSource> application;

	private final ReplacedDataSourceGuard guard;

	private final @Nullable InstanceName name;

	DataSourceChoice(ObjectProvider<DataSource> marked, ObjectProvider<DataSource> application,
			ReplacedDataSourceGuard guard, @Nullable InstanceName name) {
		this.marked = marked;
		this.application = application;
		this.guard = guard;
		this.name = name;
	}

	/**
	 * Tells whether there is something to choose.
	 * @param details how to connect
	 * @return whether there is a data source, or a URL for one
	 */
	boolean isThere(MigrationConnectionDetails details) {
		return this.marked.getIfAvailable() != null || details.getJdbcUrl() != null
				|| this.application.getIfUnique() != null;
	}

	DataSource choose(MigrationConnectionDetails details) {
		DataSource chosen = this.marked.getIfAvailable();
		if (chosen != null) {
			return chosen;
		}
		String url = details.getJdbcUrl();
		if (url != null) {
			return named(ofUrl(url, details), this.name);
		}
		DataSource shared = this.application.getIfUnique();
		if (shared == null) {
			throw new MigrationSetupException(
					"There is no data source to migrate with: no DataSource bean is the only one, or the primary one.",
					"Mark the one to migrate with @MigrationDataSource (or @Primary), set app.migrations.url, or define"
							+ " a Migrator bean for each of them.");
		}
		if (details.getUsername() == null) {
			return shared;
		}
		return named(derived(shared, details, MigrationProperties.PREFIX), this.name);
	}

	/**
	 * Connects with another user: the builder copies URL and driver, from what tells
	 * them.
	 * @param shared the data source
	 * @param details the user
	 * @param prefix the name of the properties that name the user
	 * @return a data source without a pool
	 * @throws MigrationSetupException if the data source tells no URL
	 */
	static SimpleDriverDataSource derived(DataSource shared, MigrationConnectionDetails details, String prefix) {
		SimpleDriverDataSource derived;
		try {
			derived = DataSourceBuilder.derivedFrom(shared)
				.type(SimpleDriverDataSource.class)
				.username(details.getUsername())
				.password(details.getPassword())
				.build();
		}
		catch (RuntimeException ex) {
			throw untold(shared, prefix, ex);
		}
		if (derived.getUrl() == null || derived.getDriver() == null) {
			throw untold(shared, prefix, null);
		}
		derived.setSchema(OwnConnections.schemaOf(shared));
		return derived;
	}

	private static MigrationSetupException untold(DataSource shared, String prefix, @Nullable RuntimeException cause) {
		return new MigrationSetupException(
				prefix + ".username is set, and the application's data source, a " + shared.getClass().getName()
						+ ", does not tell its URL, to connect with that user.",
				"Set " + prefix + ".url as well, or mark a DataSource bean of that user with @MigrationDataSource.",
				cause);
	}

	private SimpleDriverDataSource ofUrl(String url, MigrationConnectionDetails details) {
		boolean property = details instanceof PropertiesMigrationConnectionDetails;
		String name = (property) ? MigrationProperties.PREFIX + ".url" : details.getClass().getName();
		SimpleDriverDataSource dataSource = new ConnectionUrl(name, url, details.getDriverClassName())
			.dataSource(details.getUsername(), details.getPassword());
		if (property) {
			this.guard.check(dataSource);
		}
		return dataSource;
	}

	static DataSource named(SimpleDriverDataSource dataSource, @Nullable InstanceName name) {
		if (name != null) {
			Properties properties = new Properties();
			properties.setProperty(PoolNames.PROPERTY, name.migrations());
			dataSource.setConnectionProperties(properties);
		}
		return dataSource;
	}

}
