package dev.appmigrations.autoconfigure;

import java.util.Locale;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * The {@code application_name} of a command's sessions, where neither the URL nor a
 * property of the driver names them: in {@code pg_stat_activity} they would otherwise all
 * be "PostgreSQL JDBC Driver".
 *
 * @param value the name, for example {@code shop migrations}
 */
record CommandSessionName(String value) {

	private static final String PROPERTY = "ApplicationName";

	private static final String SUFFIX = "migrations";

	/** PostgreSQL cuts names at 63 bytes. */
	private static final int LONGEST = 63;

	static CommandSessionName of(@Nullable String application) {
		if (application == null || application.isBlank()) {
			return new CommandSessionName(SUFFIX);
		}
		// The server replaces what is not printable ASCII.
		String name = application.strip().replaceAll("[^\\x20-\\x7e]", "_");
		int longest = LONGEST - SUFFIX.length() - 1;
		return new CommandSessionName(name.substring(0, Math.min(name.length(), longest)) + " " + SUFFIX);
	}

	/**
	 * Names the sessions of a data source that have no name.
	 * @param dataSource the data source, which has not connected yet
	 * @return the same
	 */
	SimpleDriverDataSource give(SimpleDriverDataSource dataSource) {
		String url = dataSource.getUrl();
		if (url == null || !url.startsWith("jdbc:postgresql:") || isNamed(url)) {
			return dataSource;
		}
		Properties properties = new Properties();
		Properties before = dataSource.getConnectionProperties();
		if (before != null) {
			properties.putAll(before);
		}
		for (Object name : properties.keySet()) {
			if (PROPERTY.equalsIgnoreCase(String.valueOf(name)) || isNamed("?" + properties.get(name))) {
				return dataSource;
			}
		}
		properties.setProperty(PROPERTY, this.value);
		dataSource.setConnectionProperties(properties);
		return dataSource;
	}

	/** By the driver's parameter, or by a setting among the server's options. */
	private static boolean isNamed(String url) {
		String parameters = url.substring(url.indexOf('?') + 1).toLowerCase(Locale.ROOT);
		return url.indexOf('?') >= 0
				&& (parameters.matches("(.*&)?applicationname=.*") || parameters.contains("application_name"));
	}

}
