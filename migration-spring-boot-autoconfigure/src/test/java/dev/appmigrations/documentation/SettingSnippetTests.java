package dev.appmigrations.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.appmigrations.engine.safety.LintSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Configuration in the documentation is well-formed, and sets properties that exist.
 */
class SettingSnippetTests {

	private static final String PREFIX = "app.migrations.";

	private static final Pattern PROPERTY = Pattern
		.compile("(?<![\\w.])app\\.migrations\\.([a-z][a-z0-9-]*(?:\\.[a-z][a-z0-9-]*)*)");

	/** A meter in a table, which another test compares with those that there are. */
	private static final Pattern METER = Pattern
		.compile("\\| `app\\.migrations\\S+` \\| (?:[a-z ]*timer|counter|gauge) \\|.*");

	/** Below these, any name is one of the user's. */
	private static final Set<String> MAPS = Set.of("placeholders", "databases");

	/** Lists of entries and maps of rules, as they are written out. */
	private static final Pattern ENTRY = Pattern
		.compile("app\\.migrations\\.lint\\.(?:paths\\[\\d+]\\.(?:pattern|level)|(?:paths\\[\\d+]\\.)?rules\\.(.+))");

	static Stream<Snippet> yaml() throws IOException {
		return Snippet.all("yaml").stream();
	}

	@ParameterizedTest
	@MethodSource("yaml")
	void yamlIsWellFormed(Snippet snippet) {
		assertThatCode(() -> new Yaml().loadAll(snippet.text()).forEach((document) -> {
		})).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@MethodSource("yaml")
	void yamlSetsPropertiesThatExist(Snippet snippet) throws IOException {
		if (!snippet.text().stripLeading().startsWith("-") && snippet.text().contains("app:\n  migrations:")) {
			Set<String> known = known();
			YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
			yaml.setResources(new ByteArrayResource(snippet.text().getBytes(StandardCharsets.UTF_8)));
			Properties properties = yaml.getObject();
			assertThat(properties).isNotNull();
			assertThat(properties.keySet()).map(Object::toString)
				.filteredOn((name) -> name.startsWith(PREFIX))
				.isNotEmpty()
				.allMatch((name) -> exists(known, name));
		}
	}

	@Test
	void textNamesPropertiesThatExist() throws IOException {
		Set<String> known = known();
		List<String> unknown = new ArrayList<>();
		for (Path page : Snippet.pages()) {
			List<String> lines = Files.readAllLines(page);
			for (int i = 0; i < lines.size(); i++) {
				if (METER.matcher(lines.get(i)).matches()) {
					continue;
				}
				String place = page.getFileName() + ":" + (i + 1);
				PROPERTY.matcher(lines.get(i))
					.results()
					.filter((found) -> !isKnown(known, found.group(1)))
					.forEach((found) -> unknown.add(place + " " + found.group()));
			}
		}
		assertThat(unknown).isEmpty();
	}

	private static boolean exists(Set<String> known, String given) {
		// Each database has a name, and below it what is above it.
		String name = given.replaceFirst("^app\\.migrations\\.databases\\.[^.]+\\.", PREFIX);
		if (!name.equals(given) && name.equals(PREFIX + "data-source")) {
			return true;
		}
		Matcher entry = ENTRY.matcher(name);
		return known.contains(name)
				|| (entry.matches() && (entry.group(1) == null || LintSettings.isRule(entry.group(1))));
	}

	/**
	 * The name of a group stands for all that are in it. One property is read before
	 * there is a configuration: it is one of the Java system only.
	 */
	private static boolean isKnown(Set<String> known, String name) {
		return name.equals("check-arguments") || known.contains(PREFIX + name) || MAPS.contains(name.split("\\.", 2)[0])
				|| known.stream().anyMatch((property) -> property.startsWith(PREFIX + name + "."));
	}

	private static Set<String> known() throws IOException {
		Set<String> known = new HashSet<>();
		try (InputStream metadata = SettingSnippetTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			for (JsonNode property : JsonMapper.shared().readTree(metadata).get("properties")) {
				known.add(property.get("name").asString());
			}
		}
		return known;
	}

}
