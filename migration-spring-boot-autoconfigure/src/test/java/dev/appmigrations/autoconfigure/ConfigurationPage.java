package dev.appmigrations.autoconfigure;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * The page of all properties, rendered from the metadata that the build makes of the
 * code.
 */
record ConfigurationPage(List<Property> properties) {

	private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("java.lang.String", "text"),
			Map.entry("java.lang.Boolean", "true, false"), Map.entry("java.time.Duration", "duration"),
			Map.entry("java.util.List<java.lang.String>", "list"),
			Map.entry("java.util.List<dev.appmigrations.autoconfigure.LintPathProperties>", "list of entries"),
			Map.entry("java.util.Set<java.lang.String>", "list"),
			Map.entry("java.util.Map<java.lang.String,java.lang.String>", "map"),
			Map.entry("java.util.Map<java.lang.String,dev.appmigrations.autoconfigure.MigrationProperties>",
					"map of entries"),
			Map.entry("java.lang.Long", "number"), Map.entry("org.springframework.util.unit.DataSize", "size"),
			Map.entry("java.lang.Integer", "number"));

	static ConfigurationPage read() throws URISyntaxException {
		Path classes = Path.of(MigrationProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		JsonNode metadata = JsonMapper.shared()
			.readTree(classes.resolve("META-INF/spring-configuration-metadata.json").toFile());
		return new ConfigurationPage(StreamSupport.stream(metadata.get("properties").spliterator(), false)
			.map(Property::of)
			.sorted(Comparator.comparing(Property::name))
			.toList());
	}

	String render() {
		return """
				# Configuration

				All properties, in the order of their names. A test renders this page from the metadata that \
				editors read too: change the descriptions in the code, then run it with `-Ddocs.write`.

				A blank `schema`, `url`, `username` or `release` counts as not set, so that `${VARIABLE:}` may stand \
				for a value that is not always there. Durations are written as `500ms`, `30s` or `5m`. \
				A name below `app.migrations` that is not in this table is an error, in files and among the arguments.

				| property | values | default | meaning |
				|---|---|---|---|
				""" + this.properties.stream().map(Property::row).collect(Collectors.joining());
	}

	/**
	 * A property.
	 */
	record Property(String name, String type, @Nullable String description, @Nullable String defaultValue) {

		static Property of(JsonNode node) {
			JsonNode description = node.get("description");
			JsonNode defaultValue = node.get("defaultValue");
			return new Property(node.get("name").asString(), node.get("type").asString(),
					(description != null) ? description.asString() : null,
					(defaultValue != null) ? defaultValue.asString() : null);
		}

		String row() {
			return "| `%s` | %s | %s | %s |\n".formatted(this.name, values(),
					(this.defaultValue != null) ? "`" + shown(this.defaultValue) + "`" : "",
					String.valueOf(this.description).replace("|", "\\|"));
		}

		private String shown(String value) {
			return (TYPES.containsKey(this.type)) ? value : value.replace('_', '-');
		}

		private String values() {
			String known = TYPES.get(this.type);
			return (known != null) ? known : constants(this.type);
		}

		private static String constants(String type) {
			// The values of a map.
			String value = (type.startsWith("java.util.Map<"))
					? type.substring(type.indexOf(',') + 1, type.length() - 1) : type;
			return Arrays.stream(ClassUtils.resolveClassName(value, null).getEnumConstants())
				.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", "));
		}

	}

}
