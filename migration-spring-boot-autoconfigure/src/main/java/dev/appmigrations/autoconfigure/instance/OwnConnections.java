package dev.appmigrations.autoconfigure.instance;

import java.time.Duration;
import java.util.Properties;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.rollout.InstanceRegistration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.ClassUtils;

/**
 * Leads where another data source leads, without its pool: a heartbeat must not wait for
 * the application to give a connection back.
 */
public final class OwnConnections {

	static final boolean HIKARI = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			OwnConnections.class.getClassLoader());

	private OwnConnections() {
	}

	/**
	 * Derives a data source.
	 * @param shared the other one
	 * @param name the name of the instance, {@code null} to leave the names of sessions
	 * as they are
	 * @param patience how long to wait for the server before a connection counts as
	 * broken
	 * @return a data source without a pool, {@code null} if the other one does not tell
	 * where it leads
	 */
	static @Nullable AbstractDriverBasedDataSource derive(DataSource shared, @Nullable InstanceName name,
			Duration patience) {
		AbstractDriverBasedDataSource own = derive(shared, name);
		Properties properties = (own != null) ? own.getConnectionProperties() : null;
		if (properties != null) {
			String seconds = String.valueOf(Math.max(1, patience.toSeconds()));
			properties.setProperty("loginTimeout", seconds);
			properties.setProperty("socketTimeout", seconds);
		}
		return own;
	}

	/**
	 * Derives a data source for work that may take long: a connection waits for the
	 * server as long as it takes.
	 * @param shared the other one
	 * @param name the name of the instance, {@code null} to leave the names of sessions
	 * as they are
	 * @return a data source without a pool, {@code null} if the other one does not tell
	 * where it leads, or changes each connection by SQL
	 */
	public static @Nullable AbstractDriverBasedDataSource derive(DataSource shared, @Nullable InstanceName name) {
		AbstractDriverBasedDataSource own = unpooled(shared);
		String url = (own != null) ? own.getUrl() : null;
		if (own == null || url == null || hasInitialSql(shared)) {
			return null;
		}
		own.setSchema(schemaOf(shared));
		Properties properties = new Properties();
		properties.putAll(driverProperties(shared));
		if (name != null) {
			// A parameter of the URL would win over the property.
			own.setUrl(PoolNames.withoutName(url));
			properties.setProperty(PoolNames.PROPERTY, nameOf(shared, name) + InstanceRegistration.MIGRATIONS);
		}
		own.setConnectionProperties(properties);
		return own;
	}

	/**
	 * Returns a data source that leads where another one does, and asks it for nothing.
	 * @param shared the other one
	 * @return a data source without a pool, {@code null} if the other one does not tell
	 * where it leads
	 */
	public static @Nullable AbstractDriverBasedDataSource unpooled(DataSource shared) {
		AbstractDriverBasedDataSource own = (HIKARI) ? Hikari.unpooled(shared) : null;
		if (own != null) {
			return own;
		}
		try {
			return DataSourceBuilder.derivedFrom(target(shared)).type(SimpleDriverDataSource.class).build();
		}
		catch (RuntimeException ex) {
			// It is of a type that the builder cannot ask.
			return null;
		}
	}

	/**
	 * Returns a data source that leads elsewhere, with the user and the settings of
	 * another one but for its schema.
	 * @param shared the other one
	 * @param change changes its URL
	 * @return a data source without a pool, {@code null} if the other one does not tell
	 * where it leads, or changes each connection by SQL
	 */
	public static @Nullable AbstractDriverBasedDataSource toOther(DataSource shared, UnaryOperator<String> change) {
		AbstractDriverBasedDataSource own = unpooled(shared);
		String url = (own != null) ? own.getUrl() : null;
		if (own == null || url == null || hasInitialSql(shared)) {
			return null;
		}
		own.setUrl(change.apply(url));
		Properties properties = new Properties();
		properties.putAll(driverProperties(shared));
		own.setConnectionProperties(properties);
		return own;
	}

	/** Boot 4.0 does not look into every proxy. */
	private static DataSource target(DataSource shared) {
		DataSource target = shared;
		while (target instanceof DelegatingDataSource proxy && proxy.getTargetDataSource() != null) {
			target = proxy.getTargetDataSource();
		}
		return target;
	}

	/**
	 * Returns the schema in which the sessions of a data source begin.
	 * @param shared the data source
	 * @return the schema that it sets, {@code null} if it sets none or does not tell
	 */
	public static @Nullable String schemaOf(DataSource shared) {
		AbstractDriverBasedDataSource unpooled = DataSourceUnwrapper.unwrap(shared,
				AbstractDriverBasedDataSource.class);
		if (unpooled != null) {
			return unpooled.getSchema();
		}
		return (HIKARI) ? Hikari.schemaOf(shared) : null;
	}

	/**
	 * The settings that this SQL makes cannot be seen, and may lead to another schema or
	 * role.
	 */
	private static boolean hasInitialSql(DataSource shared) {
		return HIKARI && Hikari.hasInitialSql(shared);
	}

	/**
	 * Returns the properties that a data source gives to its driver.
	 * @param shared the data source
	 * @return the properties, beside those in its URL
	 */
	public static Properties driverProperties(DataSource shared) {
		AbstractDriverBasedDataSource unpooled = DataSourceUnwrapper.unwrap(shared,
				AbstractDriverBasedDataSource.class);
		if (unpooled != null && unpooled.getConnectionProperties() != null) {
			return unpooled.getConnectionProperties();
		}
		return (HIKARI) ? Hikari.driverProperties(shared) : new Properties();
	}

	/**
	 * Returns the name that the sessions of a data source have.
	 * @param dataSource the data source
	 * @param name the name of the instance
	 * @return the name that the user has given to them, or else the instance's
	 */
	static String nameOf(DataSource dataSource, InstanceName name) {
		String given = (HIKARI) ? Hikari.nameOf(dataSource) : null;
		return (given != null) ? given : name.value();
	}

	/**
	 * Facts that only a Hikari pool knows.
	 */
	private static final class Hikari {

		private Hikari() {
		}

		/** Without the builder, which takes a noticeable part of a start. */
		static @Nullable AbstractDriverBasedDataSource unpooled(DataSource shared) {
			HikariDataSource pool = UnpooledHikari.pool(shared);
			return (pool != null && pool.getJdbcUrl() != null) ? new UnpooledHikari(pool) : null;
		}

		static Properties driverProperties(DataSource shared) {
			HikariDataSource pool = UnpooledHikari.pool(shared);
			return (pool != null) ? pool.getDataSourceProperties() : new Properties();
		}

		static @Nullable String schemaOf(DataSource shared) {
			HikariDataSource pool = UnpooledHikari.pool(shared);
			return (pool != null) ? pool.getSchema() : null;
		}

		static boolean hasInitialSql(DataSource shared) {
			HikariDataSource pool = UnpooledHikari.pool(shared);
			return pool != null && pool.getConnectionInitSql() != null;
		}

		static @Nullable String nameOf(DataSource dataSource) {
			HikariDataSource pool = UnpooledHikari.pool(dataSource);
			return (pool != null) ? PoolNames.nameOf(pool) : null;
		}

	}

}
