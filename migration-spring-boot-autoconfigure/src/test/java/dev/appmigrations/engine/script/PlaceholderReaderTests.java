package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlaceholderReader}.
 */
class PlaceholderReaderTests {

	private static final Map<String, String> VALUES = Map.of("a", "x", "b", "yy", "empty", "", "self", "${self}",
			"open", "${", "dollar", "$", "some.name-1:2_3", "named");

	private static String read(String text, int size) throws IOException {
		try (Reader reader = new PlaceholderReader(new StringReader(text), VALUES)) {
			StringBuilder result = new StringBuilder();
			char[] buffer = new char[size + 2];
			for (int length = reader.read(buffer, 1, size); length >= 0; length = reader.read(buffer, 1, size)) {
				assertThat(length).isPositive();
				result.append(buffer, 1, length);
			}
			assertThat(reader.read(buffer, 1, size)).isEqualTo(-1);
			return result.toString();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			""                         | ""
			no placeholder             | no placeholder
			${a}                       | x
			<${a}>                     | <x>
			${a}${b}${a}               | xyyx
			${empty}                   | ""
			<${empty}${empty}>         | <>
			$                          | $
			a$                         | a$
			$$                         | $$
			$$${a}$$                   | $$x$$
			${                         | ${
			${a                        | ${a
			${}                        | ${}
			${unknown}                 | ${unknown}
			${unknown}${a}             | ${unknown}x
			${A}                       | ${A}
			${ a}                      | ${ a}
			${a }                      | ${a }
			${a${b}}                   | ${ayy}
			${${a}}                    | ${x}
			${a$}                      | ${a$}
			$${a}                      | $x
			$a{a}                      | $a{a}
			$1 {a}                     | $1 {a}
			${self}                    | ${self}
			${open}a}                  | ${a}
			${dollar}{a}               | ${a}
			${some.name-1:2_3}         | named
			${ä}                       | ${ä}
			""")
	void readReplacesWhatHasValue(String text, String expected) throws IOException {
		for (int size : new int[] { 1, 2, 3, 7, 8192 }) {
			assertThat(read(text, size)).as("reads of %d", size).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 198, 199, 200, 201, 202, 203, 500 })
	void readWhenNameIsTooLongKeepsText(int length) throws IOException {
		String text = "<${" + "n".repeat(length) + "}>${a}";
		assertThat(read(text, 1)).isEqualTo(text.replace("${a}", "x"));
		assertThat(read("${" + "n".repeat(length), 8192)).isEqualTo("${" + "n".repeat(length));
	}

	@Test
	void readWhenTextIsLargeReplacesAcrossBuffers() throws IOException {
		String text = "0123456789${a}-".repeat(20_000);
		assertThat(read(text, 1000)).isEqualTo("0123456789x-".repeat(20_000));
	}

	@Test
	void readWhenManyEmptyValuesFollowEachOtherDoesNotOverflow() throws IOException {
		assertThat(read("${empty}".repeat(100_000) + "!", 10)).isEqualTo("!");
	}

	@Test
	void readWhenNothingIsAskedForReturnsNothing() throws IOException {
		try (Reader reader = new PlaceholderReader(new StringReader("a"), VALUES)) {
			assertThat(reader.read(new char[0], 0, 0)).isZero();
			StringWriter rest = new StringWriter();
			reader.transferTo(rest);
			assertThat(rest).hasToString("a");
		}
	}

}
