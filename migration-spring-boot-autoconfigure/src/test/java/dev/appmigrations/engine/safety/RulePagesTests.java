package dev.appmigrations.engine.safety;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.appmigrations.engine.safety.rule.Rule;
import dev.appmigrations.engine.safety.rule.Rules;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of the rules are what the rules say.
 */
class RulePagesTests {

	private static final Path FOLDER = Path.of("../docs/safety");

	@Test
	void eachRuleHasItsPage() throws IOException {
		for (Rule rule : Rules.all()) {
			Path page = FOLDER.resolve(rule.id() + ".md");
			if (System.getProperty("docs.write") != null) {
				Files.createDirectories(FOLDER);
				Files.writeString(page, RulePage.of(rule));
			}
			assertThat(page).as("run this test with -Ddocs.write").hasContent(RulePage.of(rule));
		}
	}

	@Test
	void thereAreNoOtherPages() throws IOException {
		try (Stream<Path> pages = Files.list(FOLDER)) {
			List<String> names = pages.map((page) -> page.getFileName().toString()).toList();
			assertThat(names)
				.containsExactlyInAnyOrderElementsOf(Rules.all().stream().map((rule) -> rule.id() + ".md").toList());
		}
	}

	@Test
	void tableNamesEachRule() throws IOException {
		String page = Files.readString(Path.of("../docs/safety.md"));
		assertThat(Rules.all())
			.allSatisfy((rule) -> assertThat(page).contains("[" + rule.id() + "](safety/" + rule.id() + ".md)"));
	}

}
