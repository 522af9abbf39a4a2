package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.StringReader;

import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.sql.TokenListener;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UndefinedPlaceholders}.
 */
class UndefinedPlaceholdersTests {

	private static void read(String text) throws IOException {
		TokenListener listener = new UndefinedPlaceholders()::token;
		try (StatementReader reader = StatementReader.scanning(new StringReader(text), listener)) {
			while (reader.next() != null) {
				assertThat(reader.standardConformingStrings()).isTrue();
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			SELECT ${a};                          | a           | 1:8
			SELECT 1;~SELECT x, ${a.b-c:d_1};    | a.b-c:d_1   | 2:11
			${a}                                  | a           | 1:1
			SELECT '${a}'                         | a           | 1:8
			SELECT 'x ${a} y'                     | a           | 1:8
			SELECT E'\\n${a}'                    | a           | 1:8
			SELECT 1 AS "${a}"                    | a           | 1:13
			CREATE TABLE ${schema}.users ()       | schema      | 1:14
			CREATE TABLE x.${table} ()            | table       | 1:16
			CREATE TABLE users_${suffix} ()       | suffix      | 1:20
			CREATE TABLE ü_${suffix} ()           | suffix      | 1:16
			CREATE TABLE ${prefix}_users ()       | prefix      | 1:14
			SELECT $1, ${a}                       | a           | 1:12
			SELECT ${a}${b}                       | a           | 1:8
			SELECT (${a})                         | a           | 1:9
			SELECT 1+${a}                         | a           | 1:10
			""")
	void tokenWhenPlaceholderIsLeftRefuses(String text, String name, String position) {
		assertThatExceptionOfType(UnusableScriptException.class).isThrownBy(() -> read(text.replace('~', '\n')))
			.satisfies((ex) -> assertThat(ex.problem()).contains("${" + name + "}"))
			.satisfies((ex) -> assertThat(ex.position()).hasToString(position));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 1 -- ${a}", "/* ${a} */ SELECT 1", "DO $$ echo ${a} $$", "DO $x$ ${a} $x$",
			"SELECT '$ {a}'", "SELECT '${}'", "SELECT '${a b}'", "SELECT '{a}'", "SELECT '$a'", "SELECT $1",
			"SELECT '${' || 'a}'", "COPY a FROM stdin;\n${a}\n\\.\n", "SELECT a$ FROM b$", "SELECT '${a'" })
	void tokenWhenTextIsNoPlaceholderOrBelongsToAnotherLanguageIgnoresIt(String text) {
		assertThatCode(() -> read(text)).doesNotThrowAnyException();
	}

}
