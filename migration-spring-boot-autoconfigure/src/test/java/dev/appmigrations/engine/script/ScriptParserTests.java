package dev.appmigrations.engine.script;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.script.directive.ScriptHeader;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ScriptParser}.
 */
class ScriptParserTests {

	private static ParsedScript parse(String text) throws IOException {
		return parse(text, Placeholders.NONE, false);
	}

	private static ParsedScript parse(String text, Placeholders placeholders, boolean replaced) throws IOException {
		return new ScriptParser(placeholders).parse(Bytes.of("db/1_a.sql", text), replaced, false);
	}

	private static Checksum checksum(String text) throws IOException {
		return parse(text).checksum();
	}

	private static SourcePosition refusal(String text, String problem) {
		UnusableScriptException[] refusal = new UnusableScriptException[1];
		assertThatExceptionOfType(UnusableScriptException.class).isThrownBy(() -> parse(text))
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo(problem))
			.satisfies((ex) -> refusal[0] = ex);
		return refusal[0].position();
	}

	@Nested
	class Sections {

		private static List<Unit> units(ScriptPart part) {
			return part.units();
		}

		@Test
		void parseWhenThereAreNoneTakesAllAsUp() throws IOException {
			ParsedScript parsed = parse("SELECT 1; SELECT 2;\nSELECT 3");
			assertThat(units(parsed.up())).containsExactly(new Unit(1, Unit.Mode.TRANSACTION, 1, 3));
			assertThat(parsed.down()).isNull();
			assertThat(parsed.up().statements()).isEqualTo(3);
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "\n", "-- only a comment", "/* one */ ; ;", "-- migrate:up",
				"-- migrate:phase expand" })
		void parseWhenThereIsNoStatementHasNoUnit(String text) throws IOException {
			assertThat(parse(text).up().units()).isEmpty();
			assertThat(parse(text).up().statements()).isZero();
		}

		@ParameterizedTest
		@ValueSource(strings = { "-- migrate:up\nSELECT 1; SELECT 2;\n-- migrate:down\nSELECT 3; SELECT 4; SELECT 5",
				"--migrate:UP\nSELECT 1; SELECT 2\n--migrate:DOWN\nSELECT 3; SELECT 4; SELECT 5",
				"-- migrate: up\r\nSELECT 1; SELECT 2;\r\n-- migrate: down\r\nSELECT 3; SELECT 4; SELECT 5;\r\n",
				"-- migrate:up transaction:true\nSELECT 1; SELECT 2;\n-- migrate:down\nSELECT 3; SELECT 4; SELECT 5",
				"SELECT 1; SELECT 2;\n-- migrate:down\nSELECT 3; SELECT 4; SELECT 5" })
		void parseDividesFileAtTheMarkersOfDbmate(String text) throws IOException {
			ParsedScript parsed = parse(text);
			assertThat(units(parsed.up())).containsExactly(new Unit(1, Unit.Mode.TRANSACTION, 1, 2));
			assertThat(parsed.down()).isNotNull();
			assertThat(units(parsed.down())).containsExactly(new Unit(1, Unit.Mode.TRANSACTION, 3, 3));
		}

		@Test
		void parseWhenDownIsEmptyKnowsThatThereIsOne() throws IOException {
			ParsedScript parsed = parse("-- migrate:up\nSELECT 1;\n-- migrate:down\n");
			assertThat(parsed.down()).isNotNull();
			assertThat(units(parsed.down())).isEmpty();
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`',
				textBlock = """
						-- migrate:up~SELECT 1;~-- migrate:up~SELECT 2      | there are two 'up' sections                | 3:1
						-- migrate:up~-- migrate:up                         | there are two 'up' sections                | 2:1
						SELECT 1;~-- migrate:down~~-- migrate:down          | there are two 'down' sections              | 4:1
						SELECT 1;~-- migrate:up~SELECT 2                    | there are statements before the section 'up' | 2:1
						SELECT 1~  -- migrate:up~SELECT 2                   | there are statements before the section 'up' | 2:3
						-- migrate:up isolation:serializable                | 'up' has an unknown option (isolation:serializable) | 1:1
						""")
		void parseWhenSectionIsMisplacedTellsWhere(String text, String problem, String position) {
			assertThat(refusal(text.replace('~', '\n'), problem)).hasToString(position);
		}

		@Test
		void parseWhenSectionEndsInsideParenthesisRefuses() {
			assertThatExceptionOfType(SqlSyntaxException.class)
				.isThrownBy(() -> parse("SELECT 1;\nSELECT (1\n-- migrate:down\n);"))
				.satisfies((ex) -> assertThat(ex.position()).hasToString("2:1"));
		}

	}

	@Nested
	class Directives {

		@Test
		void parseReadsHeader() throws IOException {
			ScriptHeader header = parse("""
					-- What this is for.
					-- migrate:phase contract
					/* and why */
					--	migrate:REQUIRES 1, 2
					-- migrate:lock-timeout 500ms
					;
					-- migrate:up
					-- migrate:statement-timeout 10min
					SELECT 1;
					""").header();
			assertThat(header.phase()).isEqualTo(Phase.CONTRACT);
			assertThat(header.requirements()).containsExactly("1", "2");
			assertThat(header.timeouts().lock()).hasMillis(500);
			assertThat(header.timeouts().statement()).hasMinutes(10);
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "-- migrate:down", "-- migrate:up", "-- migrate:phase contract", "-- migrate:nonsense" })
		void parseWhenCommentStandsInABodyTakesItForTheBodys(String comment) throws IOException {
			String function = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\n%sSELECT CASE WHEN true THEN 1 END;\nEND;\n";
			ParsedScript parsed = parse(function.formatted(comment + "\n") + "-- migrate:down\nDROP FUNCTION f();");
			assertThat(parsed.up().statements()).isEqualTo(1);
			assertThat(parsed.down()).isNotNull();
			assertThat(parsed.header().phase()).isEqualTo(Phase.EXPAND);
			assertThat(parsed.checksum()).isEqualTo(checksum(function.formatted("")));
		}

		@Test
		void parseGivesTimeoutsToBothParts() throws IOException {
			ParsedScript parsed = parse("-- migrate:lock-timeout 1s\nSELECT 1;\n-- migrate:down\nSELECT 2;");
			assertThat(parsed.up().timeouts().lock()).hasSeconds(1);
			assertThat(parsed.down()).isNotNull();
			assertThat(parsed.down().timeouts()).isEqualTo(parsed.up().timeouts());
		}

		@ParameterizedTest
		@CsvSource({ "'-- migrate:frobnicate', 1:1", "'SELECT 1;\n\n  -- migrate:frobnicate', 3:3" })
		void parseWhenDirectiveIsUnknownTellsWhere(String text, String position) {
			assertThatExceptionOfType(UnusableScriptException.class).isThrownBy(() -> parse(text))
				.satisfies((ex) -> assertThat(ex.position()).hasToString(position));
		}

		@ParameterizedTest
		@ValueSource(strings = { "SELECT 1;\n-- migrate:phase contract", "SELECT\n-- migrate:phase contract\n1;",
				"CREATE TABLE a (\n-- migrate:phase contract\n);",
				"-- migrate:up\nSELECT 1;\n-- migrate:down\n" + "-- migrate:phase contract\nSELECT 2;" })
		void parseWhenDirectiveDoesNotStandBeforeTheFirstStatementRefuses(String text) {
			SourcePosition position = refusal(text, "the directive stands after the first statement");
			assertThat(position.column()).isEqualTo(1);
			assertThat(text.substring((int) position.offset())).startsWith("-- migrate:phase");
		}

		@ParameterizedTest
		@ValueSource(strings = { "SELECT '\n-- migrate:down\n'", "SELECT E'\\'\n-- migrate:nonsense\n'",
				"SELECT 1 AS \"\n-- migrate:down\n\"", "DO $$\n-- migrate:nonsense\n$$", "DO $x$\n-- migrate:down\n$x$",
				"/*\n-- migrate:down\n*/ SELECT 1", "COPY a FROM stdin;\n-- migrate:down\n\\.\n",
				"SELECT 1 -- see migrate:down", "SELECT 1 -- - migrate:down" })
		void parseWhenTextOnlyLooksLikeDirectiveIgnoresIt(String text) throws IOException {
			ParsedScript parsed = parse(text);
			assertThat(parsed.down()).isNull();
			assertThat(parsed.up().statements()).isEqualTo(1);
		}

	}

	@Nested
	class Checksums {

		private static final String SCRIPT = "CREATE TABLE a (id int, name text DEFAULT 'x');\nINSERT INTO a VALUES (1);\n";

		@ParameterizedTest
		@ValueSource(strings = { "CREATE TABLE a (id int, name text DEFAULT 'x'); INSERT INTO a VALUES (1)",
				"create  TABLE\ta(ID INT,name text default'x');;INSERT INTO a VALUES(1);",
				"-- first\nCREATE TABLE a (id int, /* a /* nested */ name */ name text DEFAULT 'x');\n-- last\nINSERT INTO a VALUES (1);\n",
				"-- migrate:phase contract\n-- migrate:requires 1\nCREATE TABLE a (id int, name text DEFAULT 'x');\nINSERT INTO a VALUES (1);\n",
				"-- migrate:up\nCREATE TABLE a (id int, name text DEFAULT 'x');\nINSERT INTO a VALUES (1);\n-- migrate:down\nDROP TABLE a;",
				"CREATE TABLE a (id int, name text DEFAULT 'x');\nINSERT INTO a VALUES (1)\n-- migrate:down\nDROP TABLE b;",
				"\\restrict abc\nCREATE TABLE a (id int, name text DEFAULT 'x');\nINSERT INTO a VALUES (1);\n\\unrestrict abc\n",
				"CREATE TABLE a (id int, name text DEFAULT 'x');\r\nINSERT INTO a VALUES (1);\r\n",
				"CREATE TABLE a (id int, name text DEFAULT 'x');\rINSERT INTO a VALUES (1);\r",
				"\uFEFFCREATE TABLE a (id int, name text DEFAULT 'x');\nINSERT INTO a VALUES (1);\n" })
		void checksumWhenMeaningIsTheSameIsTheSame(String text) throws IOException {
			assertThat(checksum(text)).isEqualTo(checksum(SCRIPT));
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "CREATE TABLE a (id int, name text DEFAULT 'x');",
				"CREATE TABLE a (id int, name text DEFAULT 'X');\nINSERT INTO a VALUES (1);",
				"CREATE TABLE a (id int, name text DEFAULT ' x');\nINSERT INTO a VALUES (1);",
				"CREATE TABLE \"A\" (id int, name text DEFAULT 'x');\nINSERT INTO a VALUES (1);",
				"CREATE TABLE a (id int, name text DEFAULT 'x');\nINSERT INTO a VALUES (11);",
				"INSERT INTO a VALUES (1);\nCREATE TABLE a (id int, name text DEFAULT 'x');",
				"-- migrate:up\nCREATE TABLE a (id int, name text DEFAULT 'x');\n-- migrate:down\nINSERT INTO a VALUES (1);" })
		void checksumWhenMeaningDiffersDiffers(String text) throws IOException {
			assertThat(checksum(text)).isNotEqualTo(checksum(SCRIPT));
		}

		@Test
		void checksumStaysTheSameFromReleaseToRelease() throws IOException {
			assertThat(checksum(SCRIPT))
				.hasToString("2:a39e580f0ea2a2ac6f2c12f1be50b57105bda55bc3fabe8c7e68e67ce95b98a3");
			assertThat(checksum("")).hasToString("2:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
		}

		@Test
		void checksumIsThatOfTheRawTextUnlessReplacedIsAskedFor() throws IOException {
			String text = "INSERT INTO a VALUES ('${name}');";
			Placeholders one = new Placeholders(Map.of("name", "one"));
			Placeholders two = new Placeholders(Map.of("name", "two"));
			assertThat(parse(text, one, false).checksum()).isEqualTo(parse(text, two, false).checksum())
				.isEqualTo(checksum(text));
			assertThat(parse(text, one, true).checksum()).isEqualTo(checksum("INSERT INTO a VALUES ('one');"))
				.isNotEqualTo(parse(text, two, true).checksum());
		}

	}

	@Nested
	class ReplacedText {

		@Test
		void parseCountsStatementsOfTheReplacedText() throws IOException {
			ParsedScript parsed = parse("SELECT 1 ${rest}", new Placeholders(Map.of("rest", "; SELECT 2; SELECT 3")),
					false);
			assertThat(parsed.up().statements()).isEqualTo(3);
		}

		@Test
		void parseWhenPlaceholderHasNoValueTellsWhere() {
			assertThatExceptionOfType(UnusableScriptException.class)
				.isThrownBy(() -> parse("SELECT 1;\nSELECT ${b};", new Placeholders(Map.of("a", "1")), false))
				.satisfies((ex) -> assertThat(ex.problem()).contains("${b}"))
				.satisfies((ex) -> assertThat(ex.position()).hasToString("2:8"));
		}

		@Test
		void parseWhenNoPlaceholdersAreDefinedLeavesTextAlone() throws IOException {
			assertThat(parse("SELECT '${b}'").up().statements()).isEqualTo(1);
		}

	}

}
