package dev.appmigrations.autoconfigure.instance;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.util.ClassUtils;

/**
 * Connections such as a Hikari pool makes: by its driver, and with the user and the
 * password that it has at that moment, because both may change while it runs (see
 * HikariCP: {@code HikariConfigMXBean.setCredentials}).
 */
final class UnpooledHikari extends AbstractDriverBasedDataSource {

	/** Since HikariCP 7. */
	private static final boolean PROVIDERS = ClassUtils.isPresent("com.zaxxer.hikari.HikariCredentialsProvider",
			UnpooledHikari.class.getClassLoader());

	private final HikariDataSource pool;

	private final @Nullable Driver driver;

	/**
	 * Creates a data source.
	 * @param pool the pool, whose URL is taken
	 */
	UnpooledHikari(HikariDataSource pool) {
		this.pool = pool;
		this.driver = driver(pool.getDriverClassName());
		String url = pool.getJdbcUrl();
		if (url != null) {
			setUrl(url);
		}
	}

	/**
	 * Finds the pool: by an interface, which also what wraps a pool without Spring's help
	 * leads to.
	 * @param dataSource the pool, or what leads to one
	 */
	static @Nullable HikariDataSource pool(DataSource dataSource) {
		return DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class, HikariDataSource.class);
	}

	private static @Nullable Driver driver(@Nullable String name) {
		if (name == null) {
			return null;
		}
		try {
			return (Driver) ClassUtils.forName(name, ClassUtils.getDefaultClassLoader())
				.getDeclaredConstructor()
				.newInstance();
		}
		catch (ReflectiveOperationException | ClassCastException | LinkageError ex) {
			// Where the pool could not use it either, it says so itself.
			return null;
		}
	}

	/** Both of one moment, where a provider makes them. */
	@Override
	public Connection getConnection() throws SQLException {
		if (!PROVIDERS || this.pool.getCredentialsProvider() == null) {
			return super.getConnection();
		}
		Credentials credentials = this.pool.getCredentialsProvider().getCredentials();
		return getConnectionFromDriver(credentials.getUsername(), credentials.getPassword());
	}

	@Override
	public @Nullable String getUsername() {
		return this.pool.getUsername();
	}

	@Override
	public @Nullable String getPassword() {
		return this.pool.getPassword();
	}

	@Override
	protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
		String url = String.valueOf(getUrl());
		Connection connection = (this.driver != null) ? this.driver.connect(url, properties)
				: DriverManager.getConnection(url, properties);
		if (connection == null) {
			throw new SQLException("The driver of the pool does not take its URL", "08001");
		}
		return connection;
	}

}
