package dev.appmigrations.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.autoconfigure.uri.InvalidPostgresUriException;
import dev.appmigrations.autoconfigure.uri.PostgresUri;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The database of a reactive application, which has no data source: that of
 * {@code spring.r2dbc.url}, through JDBC.
 *
 * @param getJdbcUrl the JDBC URL
 * @param getUsername the user
 * @param getPassword the password
 */
record R2dbcConnectionDetails(String getJdbcUrl, @Nullable String getUsername,
		@Nullable String getPassword) implements MigrationConnectionDetails {

	private static final String PROPERTY = "spring.r2dbc.url";

	/** The scheme, what stands around the driver, and the rest. */
	private static final Pattern URL = Pattern
		.compile("r2dbc(s?):(?:pool:|proxy:)*postgres(?:ql)?://([^?]*)(?:\\?(.*))?", Pattern.DOTALL);

	/**
	 * Reads the database of a reactive application.
	 * @param environment where properties are
	 * @return how to connect; {@code null} if there is no such URL, or one of another
	 * database
	 * @throws InvalidPostgresUriException if the URL cannot be used
	 */
	static @Nullable R2dbcConnectionDetails of(Environment environment) {
		Matcher url = URL.matcher(property(environment, PROPERTY).strip());
		if (!url.matches()) {
			return null;
		}
		try {
			PostgresUri uri = PostgresUri
				.parse("postgresql://" + url.group(2) + parameters(url.group(3), url.group(1)));
			String username = property(environment, "spring.r2dbc.username");
			String password = property(environment, "spring.r2dbc.password");
			return new R2dbcConnectionDetails(uri.jdbcUrl(), (username.isEmpty()) ? uri.username() : username,
					(password.isEmpty()) ? uri.password() : password);
		}
		catch (InvalidPostgresUriException ex) {
			throw ex.in(PROPERTY, null);
		}
	}

	static boolean isThere(Environment environment) {
		return URL.matcher(property(environment, PROPERTY).strip()).matches();
	}

	/**
	 * Those that say where and how to connect. The others are about the reactive driver.
	 */
	private static String parameters(@Nullable String query, String secure) {
		List<String> parameters = new ArrayList<>();
		boolean mode = false;
		for (String parameter : ((query != null) ? query : "").split("&")) {
			String name = parameter.substring(0, Math.max(0, parameter.indexOf('='))).toLowerCase(Locale.ROOT);
			String value = parameter.substring(parameter.indexOf('=') + 1);
			switch (name) {
				case "sslmode" -> {
					parameters.add("sslmode=" + value.toLowerCase(Locale.ROOT).replace('_', '-'));
					mode = true;
				}
				case "sslrootcert", "sslcert", "sslkey" -> parameters.add(name + "=" + value);
				case "schema" -> parameters.add("currentSchema=" + value);
				default -> {
					// not for JDBC
				}
			}
		}
		if (!secure.isEmpty() && !mode) {
			parameters.add("sslmode=verify-full");
		}
		return (parameters.isEmpty()) ? "" : "?" + String.join("&", parameters);
	}

	private static String property(Environment environment, String name) {
		return Binder.get(environment).bind(name, String.class).orElse("");
	}

	@Override
	public String getDescription() {
		return PROPERTY;
	}

	@Override
	public String toString() {
		return "R2dbcConnectionDetails[" + PROPERTY + "]";
	}

}
