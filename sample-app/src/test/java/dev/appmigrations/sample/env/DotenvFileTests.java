package dev.appmigrations.sample.env;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DotenvFile} and {@link DotenvPropertySourceLoader}.
 */
class DotenvFileTests {

	private static Map<String, String> parse(String text) {
		return DotenvFile.parse(text)
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (variable) -> variable.getValue().text()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			URL=postgresql://u:p@h/d            | postgresql://u:p@h/d
			URL="postgresql://u:p@h/d"          | postgresql://u:p@h/d
			URL='postgresql://u:p@h/d'          | postgresql://u:p@h/d
			export URL=postgresql://u:p@h/d     | postgresql://u:p@h/d
			export  URL = "a b" # a comment     | a b
			  URL = a b                         | a b
			URL=a # a comment                   | a
			URL=postgresql://u:p#q@h/d?a=b#c    | postgresql://u:p#q@h/d?a=b#c
			URL='a # b'                         | a # b
			URL="a\\"b\\\\c\\$d"                | a"b\\c$d
			URL='a\\nb'                         | a\\nb
			URL=a\\b                            | a\\b
			URL=                                | ``
			URL= # nothing                      | ``
			URL=""                              | ``
			""")
	void parseReadsAValueAsItIsMeant(String line, String value) {
		assertThat(parse(line)).containsExactly(Map.entry("URL", value));
		assertThat(parse("\r\n# x\r\n" + line + "\r\n\r\n")).containsExactly(Map.entry("URL", value));
	}

	@Test
	void parseWhenAFileHasAByteOrderMarkAndCommentsReadsTheVariables() {
		assertThat(parse("\uFEFFA=1\n#B=2\n  # C=3\nspring.datasource.url=x\nA=4")).containsOnly(Map.entry("A", "4"),
				Map.entry("spring.datasource.url", "x"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "postgresql://u:geheim@h/d", "URL=\"geheim", "URL='geheim' more", "=geheim", "export geheim" })
	void parseWhenALineIsNoVariableTellsItsNumberAndNotItsText(String line) {
		assertThatIllegalArgumentException().isThrownBy(() -> DotenvFile.parse("A=1\n" + line))
			.withMessageStartingWith("line 2 ")
			.withMessageNotContaining("geheim");
	}

	@Test
	void loadTellsPropertiesOfVariablesAndWhereTheyStand() throws Exception {
		ByteArrayResource file = new ByteArrayResource(
				"# x\r\nexport SERVER_PORT='8081'\r\nAPP_MIGRATIONS_OUT_OF_ORDER=warn\r\n"
					.getBytes(StandardCharsets.UTF_8));
		PropertySource<?> source = new DotenvPropertySourceLoader().load("file", file).get(0);
		assertThat(source.getProperty("SERVER_PORT")).isEqualTo("8081");
		assertThat(source.getProperty("server.port")).isEqualTo("8081");
		assertThat(source.containsProperty("app.migrations.out.of.order")).isFalse();
		assertThat(String.valueOf(OriginLookup.getOrigin(source, "SERVER_PORT"))).endsWith("2:1");
	}

}
