package dev.appmigrations.sample.postgres;

import java.util.List;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Tells whether the environment names a database. The embedded server is for an
 * environment that names none: where a URL is there and cannot be used, somebody means
 * another database, and would not notice.
 */
final class DatabaseUrl {

	private static final List<String> VARIABLES = List.of("DATABASE_URL", "SPRING_DATASOURCE_URL");

	private DatabaseUrl() {
	}

	/**
	 * Tells whether a database is named.
	 * @param environment the environment
	 * @return {@code false} for the embedded server
	 * @throws UnusableDatabaseUrlException if a URL is there that leads nowhere, or one
	 * for migrations alone
	 */
	static boolean isSet(Environment environment) {
		String url = value(environment, "spring.datasource.url");
		if (StringUtils.hasText(url)) {
			if (url.strip().startsWith("${")) {
				throw new UnusableDatabaseUrlException("spring.datasource.url is a placeholder that nothing sets",
						"spring.datasource.url");
			}
			return true;
		}
		for (String variable : VARIABLES) {
			if (environment.containsProperty(variable)) {
				throw new UnusableDatabaseUrlException(variable + " is set, and empty", variable);
			}
		}
		if (StringUtils.hasText(value(environment, "app.migrations.url"))) {
			throw new UnusableDatabaseUrlException(
					"app.migrations.url (DIRECT_DATABASE_URL) is set, and DATABASE_URL is"
							+ " not: the application would use the embedded server, and its migrations another database",
					"DATABASE_URL");
		}
		return false;
	}

	/** The binder leaves a placeholder that nothing sets as it is. */
	private static String value(Environment environment, String name) {
		return Binder.get(environment).bind(name, String.class).orElse("");
	}

}
