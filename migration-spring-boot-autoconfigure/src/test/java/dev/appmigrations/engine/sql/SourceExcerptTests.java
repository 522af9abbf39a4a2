package dev.appmigrations.engine.sql;

import java.io.IOException;
import java.io.StringReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SourceExcerpt}.
 */
class SourceExcerptTests {

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n", "\r" })
	void ofPutsCaretUnderTheColumn(String lineEnd) throws IOException {
		String script = "select 1;" + lineEnd + "  select x;" + lineEnd + "select 2;";
		assertThat(SourceExcerpt.of(new StringReader(script), new SourcePosition(0, 2, 10)))
			.hasToString("  select x;\n         ^");
		assertThat(SourceExcerpt.of(new StringReader(script), new SourcePosition(0, 3, 10)))
			.hasToString("select 2;\n         ^");
	}

	@Test
	void ofKeepsTabsAndCountsCodePoints() throws IOException {
		assertThat(SourceExcerpt.of(new StringReader("\tselect\t'\uD83D\uDE00' x"), new SourcePosition(0, 1, 13)))
			.hasToString("\tselect\t'\uD83D\uDE00' x\n\t      \t    ^");
	}

	@Test
	void ofWhenLineIsLongCutsIt() throws IOException {
		String line = "a".repeat(500) + "X" + "b".repeat(500);
		SourcePosition position = new SourcePosition(0, 2, 501);
		SourceExcerpt excerpt = SourceExcerpt.of(new StringReader("x\n" + line + "\ny"), position);
		assertThat(excerpt.text()).isEqualTo("…" + "a".repeat(60) + "X" + "b".repeat(59) + "…");
		assertThat(excerpt.caret()).isEqualTo(" ".repeat(61) + "^");
		assertThat(excerpt.position()).isEqualTo(position);
	}

	@Test
	void ofWhenColumnIsNearTheStartOrTheEndCutsOneSide() throws IOException {
		String line = "abc" + "d".repeat(200) + "xyz";
		assertThat(SourceExcerpt.of(new StringReader(line), new SourcePosition(0, 1, 2)))
			.hasToString(line.substring(0, 120) + "…\n ^");
		assertThat(SourceExcerpt.of(new StringReader(line), new SourcePosition(0, 1, 206)))
			.hasToString("…" + line.substring(145) + "\n" + " ".repeat(61) + "^");
	}

	@Test
	void ofWhenPositionIsBeyondTheScriptShowsNothing() throws IOException {
		assertThat(SourceExcerpt.of(new StringReader("a\nb"), new SourcePosition(0, 5, 1))).hasToString("\n^");
	}

	@ParameterizedTest
	@CsvSource({ "1, 3, 5", "8, 3, 12", "9, 3, 13", "10, 4, 1", "11, 5, 1", "12, 5, 2", "13, 5, 3", "14, 5, 4",
			"15, 5, 5", "99, 5, 5" })
	void locateMapsTheServersPositionToTheFile(int character, int line, int column) {
		SqlStatement statement = new SqlStatement("select \r\n\r'\uD83D\uDE00'x", new SourcePosition(40, 3, 5),
				StatementKind.OTHER);
		SourcePosition position = SourceExcerpt.locate(statement, character);
		assertThat(position.line()).isEqualTo(line);
		assertThat(position.column()).isEqualTo(column);
	}

	@Test
	void locateAgreesWithTheReader() {
		String script = "-- é\nselect '\uD83D\uDE00',\r\n\tfoo,\r'x' ; select bar";
		SqlStatement whole = new SqlStatement(script, SourcePosition.START, StatementKind.OTHER);
		assertThat(Scripts.statements(script)).hasSize(2).allSatisfy((statement) -> {
			int character = script.codePointCount(0, (int) statement.position().offset()) + 1;
			assertThat(SourceExcerpt.locate(whole, character)).isEqualTo(statement.position());
		});
	}

	@Test
	void ofStatementShowsItsLine() {
		SqlStatement statement = new SqlStatement("select a,\n\tb,\n\tc", new SourcePosition(10, 4, 3),
				StatementKind.OTHER);
		assertThat(SourceExcerpt.of(statement, SourceExcerpt.locate(statement, 12))).hasToString("\tb,\n\t^");
		assertThat(SourceExcerpt.of(statement, statement.position())).hasToString("select a,\n^");
		assertThat(SourceExcerpt.of(statement, SourceExcerpt.locate(statement, 8))).hasToString("select a,\n       ^");
	}

	@Test
	void ofStatementWhenLineIsLongCutsIt() {
		SqlStatement statement = new SqlStatement("x".repeat(300) + "\n" + "y".repeat(300) + "Z" + "y".repeat(300),
				new SourcePosition(0, 1, 1), StatementKind.OTHER);
		SourceExcerpt excerpt = SourceExcerpt.of(statement, SourceExcerpt.locate(statement, 602));
		assertThat(excerpt).hasToString("…" + "y".repeat(60) + "Z" + "y".repeat(59) + "…\n" + " ".repeat(61) + "^");
	}

}
