package dev.appmigrations.autoconfigure;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metadata of the properties, and the page that is rendered from it.
 */
class ConfigurationPageTests {

	private static final Path PAGE = Path.of("..", "docs", "configuration.md");

	@Test
	void metadataDescribesEveryProperty() throws URISyntaxException {
		assertThat(ConfigurationPage.read().properties())
			.allSatisfy((property) -> assertThat(property.description()).as(property.name()).isNotBlank().endsWith("."))
			.extracting(ConfigurationPage.Property::name)
			.contains("app.migrations.enabled", "app.migrations.startup", "app.migrations.locations",
					"app.migrations.schema", "app.migrations.table", "app.migrations.url", "app.migrations.username",
					"app.migrations.password", "app.migrations.placeholders", "app.migrations.wait-for-database",
					"app.migrations.advisory-lock.wait-timeout", "app.migrations.release",
					"management.endpoint.migrations.access", "management.endpoint.migrations.show-values",
					"management.endpoint.migrations.roles");
	}

	@Test
	void everyPropertyIsKnown() throws URISyntaxException {
		assertThat(ConfigurationPage.read().properties()).extracting(ConfigurationPage.Property::name)
			.filteredOn((name) -> name.startsWith("app.migrations."))
			.containsExactlyInAnyOrderElementsOf(
					UnknownProperties.KNOWN.stream().map((name) -> "app.migrations." + name).toList());
	}

	@Test
	void pageIsWhatTheMetadataSays() throws IOException, URISyntaxException {
		String rendered = ConfigurationPage.read().render();
		if (System.getProperty("docs.write") != null) {
			Files.writeString(PAGE, rendered);
		}
		assertThat(PAGE).as("docs/configuration.md differs from the metadata: run this test with -Ddocs.write")
			.hasContent(rendered);
	}

}
