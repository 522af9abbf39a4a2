package dev.appmigrations.autoconfigure;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * A JDBC URL, with the property that it comes from. Messages show the property and the
 * form that was expected, and never the URL: a piece of a password may be anywhere in it.
 *
 * @param property the name of the property, or other words for where the URL comes from
 * @param url the URL
 * @param driver the name of the driver's class, {@code null} for the one that is found by
 * the URL
 */
record ConnectionUrl(String property, String url, @Nullable String driver) {

	private static final String JDBC = "jdbc:";

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)(?::[^}]*)?}");

	/** The name of a driver's URLs, which is no piece of a password. */
	private static final Pattern PRODUCT = Pattern.compile("jdbc:([a-z0-9-]{1,20}):.*", Pattern.DOTALL);

	/** The driver would log what it takes for a port, which may be a password. */
	private static final Pattern SERVERS = Pattern.compile("jdbc:postgresql://([^/?]*).*", Pattern.DOTALL);

	private static final Pattern SERVER = Pattern.compile("(\\[[^\\]@]*]|[^:@\\[\\]]*)(:\\d{1,5})?");

	ConnectionUrl {
		url = url.strip();
		driver = (StringUtils.hasText(driver)) ? driver.strip() : null;
	}

	ConnectionUrl(String property, String url) {
		this(property, url, null);
	}

	/**
	 * Creates a data source that has no pool.
	 * @param username the user, {@code null} for the one that the URL or the driver knows
	 * @param password the password, {@code null} for none
	 * @return the data source, which has not connected yet
	 * @throws MigrationSetupException if the URL cannot be used
	 */
	SimpleDriverDataSource dataSource(@Nullable String username, @Nullable String password) {
		if (!this.url.startsWith(JDBC)) {
			throw invalid(reason(), null);
		}
		rejectUserInfo();
		SimpleDriverDataSource dataSource = build(username, password);
		Matcher product = PRODUCT.matcher(this.url);
		if (dataSource.getDriver() == null && product.matches()) {
			throw invalid("no driver is known for URLs that begin with 'jdbc:" + product.group(1) + ":', and "
					+ driverProperty() + " names none", null);
		}
		if (!isAccepted(dataSource)) {
			throw invalid((this.driver != null) ? this.driver + " of " + driverProperty() + " takes no such URL"
					: "what follows 'jdbc:' does not have the form that its driver reads", null);
		}
		return dataSource;
	}

	private void rejectUserInfo() {
		Matcher servers = SERVERS.matcher(this.url);
		if (!servers.matches()) {
			return;
		}
		for (String server : servers.group(1).split(",", -1)) {
			if (!SERVER.matcher(server).matches()) {
				throw invalid("a JDBC URL has hosts and ports between '//' and '/', and nothing else", null);
			}
		}
	}

	private SimpleDriverDataSource build(@Nullable String username, @Nullable String password) {
		try {
			// DataSourceBuilder would load what it knows of every pool.
			SimpleDriverDataSource dataSource = new SimpleDriverDataSource();
			String found = (this.driver != null) ? this.driver
					: DatabaseDriver.fromJdbcUrl(this.url).getDriverClassName();
			if (found != null) {
				dataSource.setDriverClass(
						ClassUtils.forName(found, ClassUtils.getDefaultClassLoader()).asSubclass(Driver.class));
			}
			dataSource.setUrl(this.url);
			dataSource.setUsername(username);
			dataSource.setPassword(password);
			return dataSource;
		}
		catch (ClassNotFoundException | RuntimeException | LinkageError ex) {
			if (this.driver != null) {
				throw new MigrationSetupException(
						driverProperty() + " cannot be used: " + this.driver + " is no JDBC driver of the class path.",
						"Add the driver as a dependency, or correct the name of its class.", ex);
			}
			Matcher product = PRODUCT.matcher(this.url);
			throw invalid((product.matches())
					? "no JDBC driver on the class path takes URLs that begin with 'jdbc:" + product.group(1) + ":'"
					: "no JDBC driver on the class path takes it", ex);
		}
	}

	private boolean isAccepted(SimpleDriverDataSource dataSource) {
		try {
			return dataSource.getDriver() != null && dataSource.getDriver().acceptsURL(this.url);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/** Both are named after the same thing, wherever that is. */
	private String driverProperty() {
		return (this.property.endsWith(".url"))
				? this.property.substring(0, this.property.length() - "url".length()) + "driver-class-name"
				: this.property + ".getDriverClassName()";
	}

	private String reason() {
		Matcher placeholder = PLACEHOLDER.matcher(this.url);
		if (placeholder.matches()) {
			return "nothing sets '" + placeholder.group(1) + "', which it is a placeholder for";
		}
		return "it begins neither with 'postgresql://' nor with 'jdbc:postgresql:'";
	}

	private MigrationSetupException invalid(String reason, @Nullable Throwable cause) {
		return new MigrationSetupException(
				"The URL in '" + this.property + "' cannot be used: " + reason
						+ ". The URL is not shown because it may hold a password.",
				"Write " + this.property + " in the form\n\n    postgresql://USER:PASSWORD@HOST:5432/DATABASE\n\n"
						+ "or in the form jdbc:postgresql://HOST:5432/DATABASE, with user and password in properties of"
						+ " their own.",
				cause);
	}

}
