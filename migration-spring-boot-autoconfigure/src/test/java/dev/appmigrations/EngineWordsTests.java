package dev.appmigrations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine names no property and no command: it refers to them, and a shell words them.
 */
class EngineWordsTests {

	private static final Path ENGINE = Path.of("src", "main", "java", "dev", "appmigrations", "engine");

	/** Comments, literals of characters and strings; only the last have a group. */
	private static final Pattern TOKENS = Pattern.compile(
			"/\\*.*?\\*/|//[^\\n]*|'(?:\\\\.|[^'\\\\])+'" + "|\"\"\"(.*?)\"\"\"|\"((?:\\\\.|[^\"\\\\\\n])*)\"",
			Pattern.DOTALL);

	private static final Pattern FORBIDDEN = Pattern.compile("app\\.migrations\\.|spring\\.[a-z]+\\.|\\bcommand '"
			+ "|'(?:migrations )?(?:status|check|up|rollback|contract|baseline|adopt|repair|script|prove)\\b(?=[^']* )"
			+ "|(?<![-\\w])--[a-z]{2,}", Pattern.CASE_INSENSITIVE);

	private static List<String> literals(String source) {
		List<String> literals = new ArrayList<>();
		Matcher matcher = TOKENS.matcher(source);
		StringBuilder joined = new StringBuilder();
		int end = 0;
		while (matcher.find()) {
			String literal = (matcher.group(1) != null) ? matcher.group(1) : matcher.group(2);
			if (literal == null) {
				continue;
			}
			// What is joined by a plus is one text.
			if (!source.substring(end, matcher.start()).isBlank()
					&& !source.substring(end, matcher.start()).strip().equals("+")) {
				literals.add(joined.toString());
				joined.setLength(0);
			}
			joined.append(literal);
			end = matcher.end();
		}
		literals.add(joined.toString());
		return literals;
	}

	private static List<String> forbidden(String source) {
		return literals(source).stream().filter((literal) -> FORBIDDEN.matcher(literal).find()).toList();
	}

	@Test
	void engineNamesNoPropertyAndNoCommand() throws IOException {
		List<String> found = new ArrayList<>();
		try (Stream<Path> files = Files.walk(ENGINE)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				forbidden(Files.readString(file)).forEach((text) -> found.add(ENGINE.relativize(file) + ": " + text));
			}
		}
		assertThat(found).as("a Message refers to a Setting, a Choice or a Call instead").isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"Set app.migrations.url.\"", "\"Set app.\"\n\t+ \"migrations.url.\"",
			"\"Check spring.datasource.url\"", "\"run 'migrations repair --done \" + name", "\"the command 'repair'\"",
			"\"pass --cascade\"", "\"\"\"\n\trun 'adopt plain' now\n\t\"\"\"" })
	void forbiddenFindsNames(String source) {
		assertThat(forbidden("/** app.migrations.schema */ class A { String text = " + source + "; }")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"-- migrate:requires 1\"", "\"contract migrations wait\"", "'a' + \"b\"",
			"x // app.migrations.url\n", "\"no quote \\\" in it\"" })
	void forbiddenPassesOverTheRest(String source) {
		assertThat(forbidden("/** app.migrations.schema */ class A { String text = " + source + "; }")).isEmpty();
	}

}
