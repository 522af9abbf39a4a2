package dev.appmigrations.autoconfigure.uri;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.text.VisibleText;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Lets {@code spring.datasource.url} and {@code app.migrations.url} be PostgreSQL
 * connection URIs. The JDBC URL, the user and the password of such a URI take precedence
 * over every other source of these properties; a user or a password that the URI omits
 * stays with the property that states it. Any other URL is left alone.
 */
final class PostgresUriEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String PROPERTY_SOURCE_NAME = "postgresUri";

	private static final List<String> PREFIXES = List.of("spring.datasource", "app.migrations");

	private static final String DOLLAR = "postgres-uri.dollar";

	private static final String BACKSLASH = "postgres-uri.backslash";

	private final Log logger;

	PostgresUriEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(PostgresUriEnvironmentPostProcessor.class);
	}

	/** After everything that may contribute a URL: config data, imports, other tools. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (String prefix : PREFIXES) {
			contribute(prefix, environment, properties);
		}
		if (!properties.isEmpty()) {
			environment.getPropertySources()
				.addFirst(new OriginTrackedMapPropertySource(PROPERTY_SOURCE_NAME, properties, true));
		}
	}

	private void contribute(String prefix, ConfigurableEnvironment environment, Map<String, Object> properties) {
		String name = prefix + ".url";
		ConfigurationProperty property = find(name, environment);
		if (property == null) {
			return;
		}
		Object text = new PropertySourcesPlaceholdersResolver(environment)
			.resolvePlaceholders(property.getValue().toString());
		Origin origin = property.getOrigin();
		if (!(text instanceof String value) || isLeftAlone(value)) {
			return;
		}
		PostgresUri uri = parse(value, name, origin);
		put(properties, name, uri.jdbcUrl(), origin);
		put(properties, prefix + ".username", uri.username(), origin);
		put(properties, prefix + ".password", uri.password(), origin);
		if (!uri.ignoredParameters().isEmpty()) {
			this.logger.warn("Ignoring parameters of the connection URI in '%s' that the PostgreSQL JDBC driver has no "
				.formatted(name) + "counterpart for: " + VisibleText.line(String.join(", ", uri.ignoredParameters())));
		}
	}

	/**
	 * Tells whether somebody else reads the value: it is blank, a JDBC URL, or waits for
	 * a property source that is not there yet. Everything else is a mistake.
	 */
	private static boolean isLeftAlone(String value) {
		String text = value.strip();
		return text.isEmpty() || text.startsWith("jdbc:") || (text.contains("${") && !PostgresUri.matches(text));
	}

	private static @Nullable ConfigurationProperty find(String name, ConfigurableEnvironment environment) {
		ConfigurationPropertyName propertyName = ConfigurationPropertyName.of(name);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(propertyName);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	private static PostgresUri parse(String value, String name, @Nullable Origin origin) {
		try {
			return PostgresUri.parse(value);
		}
		catch (InvalidPostgresUriException ex) {
			throw ex.in(name, (origin != null) ? origin.toString() : null);
		}
	}

	private static void put(Map<String, Object> properties, String name, @Nullable String value,
			@Nullable Origin origin) {
		if (value == null) {
			return;
		}
		if (!value.contains("${")) {
			properties.put(name, OriginTrackedValue.of(value, origin));
			return;
		}
		properties.put(DOLLAR, "$");
		properties.put(BACKSLASH, "\\");
		properties.put(name, OriginTrackedValue.of(literal(value), origin));
	}

	// A password may hold what Spring would take for a placeholder. Spring's escape (a
	// backslash) is itself kept where no placeholder follows, so that it cannot express
	// every text; placeholders for the two characters can.
	private static String literal(String value) {
		StringBuilder literal = new StringBuilder();
		value.chars().forEach((character) -> {
			switch (character) {
				case '$' -> literal.append("${" + DOLLAR + "}");
				case '\\' -> literal.append("${" + BACKSLASH + "}");
				default -> literal.append((char) character);
			}
		});
		return literal.toString();
	}

}
