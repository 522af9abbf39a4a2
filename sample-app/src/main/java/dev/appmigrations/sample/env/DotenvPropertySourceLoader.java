package dev.appmigrations.sample.env;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/**
 * Lets {@code spring.config.import=optional:file:.env.local[.env]} read a file of
 * variables. The names are those of variables and properties as they stand; a name in
 * capital letters without a dot, such as {@code SERVER_PORT}, also counts for the
 * property {@code server.port}.
 */
final class DotenvPropertySourceLoader implements PropertySourceLoader {

	/**
	 * Where dashes of a property's name would be cannot be seen, and properties of
	 * migrations that do not exist are refused.
	 */
	private static final Pattern CAPITALS = Pattern.compile("(?!APP_MIGRATIONS_\\w+_)[A-Z][A-Z0-9_]*");

	@Override
	public String[] getFileExtensions() {
		return new String[] { "env" };
	}

	@Override
	public List<PropertySource<?>> load(String name, Resource resource) throws IOException {
		Map<String, Object> properties = new LinkedHashMap<>();
		parse(resource).forEach((variable, value) -> {
			Object tracked = OriginTrackedValue.of(value.text(),
					new TextResourceOrigin(resource, new TextResourceOrigin.Location(value.line(), 0)));
			properties.put(variable, tracked);
			if (CAPITALS.matcher(variable).matches()) {
				properties.putIfAbsent(variable.toLowerCase(Locale.ROOT).replace('_', '.'), tracked);
			}
		});
		return (properties.isEmpty()) ? List.of()
				: List.of(new OriginTrackedMapPropertySource(name, Map.copyOf(properties), true));
	}

	private static Map<String, DotenvFile.Value> parse(Resource resource) throws IOException {
		try {
			return DotenvFile.parse(resource.getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException(resource.getDescription() + ": " + ex.getMessage(), ex);
		}
	}

}
