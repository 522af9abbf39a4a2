package dev.appmigrations.engine.sql;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link StatementReader}.
 */
class StatementReaderTests {

	private static Arguments statements(String script, String... statements) {
		return Arguments.of(script, List.of(statements));
	}

	private static final TokenListener NO_LISTENER = (type, buffer, start, end, position) -> {
	};

	@Nested
	class Splitting {

		@ParameterizedTest
		@MethodSource
		void nextEndsStatementsWherePsqlDoes(String script, List<String> statements) {
			assertThat(Scripts.split(script)).isEqualTo(statements);
		}

		static Stream<Arguments> nextEndsStatementsWherePsqlDoes() {
			return Stream.of(
					// semicolons, white space, comments
					statements(""), statements(" \n\t\r\n\f\u000b"), statements(";;\n;"),
					statements("-- only\n/* comments */ -- here"), statements("-- no line end"),
					statements("select 1", "select 1"), statements("select 1;", "select 1"),
					statements("select 1;select 2", "select 1", "select 2"),
					statements(";; select 1 ;; select 2 ;", "select 1", "select 2"),
					statements("-- a;\nselect 1 -- b;\n;/* c; */select 2 /* d */", "select 1", "select 2"),
					statements("select -- a;\n 1;", "select -- a;\n 1"),
					statements("select\r\n1;\r\nselect\r2;\r", "select\r\n1", "select\r2"),
					statements("\fselect\u000b1\f;", "select\u000b1"),
					// literals
					statements("select 'a;b', \"c;d\", $$e;f$$, $x$;$$;$x$;select 2",
							"select 'a;b', \"c;d\", $$e;f$$, $x$;$$;$x$", "select 2"),
					statements("select 'a\\';select 'b'", "select 'a\\'", "select 'b'"),
					statements("select E'a\\';b';select 2", "select E'a\\';b'", "select 2"),
					statements("select 'a' -- it's;\n  'b;c';select 2", "select 'a' -- it's;\n  'b;c'", "select 2"),
					statements("select 'a\r\nb'", "select 'a\r\nb'"),
					statements("select '\uD83D\uDE00;'", "select '\uD83D\uDE00;'"),
					statements("select 1/*;/*;*/;*/+2;select 3", "select 1/*;/*;*/;*/+2", "select 3"),
					statements("select $1;select a$$;b$$;", "select $1", "select a$$", "b$$"),
					// psql's variables are left alone
					statements("select :a, :'b', :\"c\", :{?d};", "select :a, :'b', :\"c\", :{?d}"),
					// parentheses
					statements("select (1;2);select 3", "select (1;2)", "select 3"),
					statements("select 1);select 2", "select 1)", "select 2"),
					statements("create rule r as on insert to t do also (insert into a values (1); delete from b);x",
							"create rule r as on insert to t do also (insert into a values (1); delete from b)", "x"),
					// several commands in one statement
					statements("create schema s create table t (a int) create view v as select 1;select 2",
							"create schema s create table t (a int) create view v as select 1", "select 2"));
		}

		@ParameterizedTest
		@ValueSource(strings = { "create function f() returns int begin atomic select 1; select 2; end",
				"CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC; SELECT 1;; END",
				"create procedure p() begin atomic end", "create procedure p()\nbegin -- x\natomic\nselect 1;\nend",
				"create function f() returns int begin atomic select case when a then case b when 1 then 2 end "
						+ "else 3 end from t; select (case when true then 1 end); end",
				"create function f() returns int begin atomic select 1 as end; select r.end, r.case from r; end",
				"create function f() returns int begin atomic select 'end', \"end\", $$end$$; select 1; end",
				"create function begin() returns int language sql as 'select 1'",
				"create function s.begin(begin int, \"end\" int) returns int begin atomic select 1; end",
				"create function begin_work() returns int return case when 1 = 2 then 3 end",
				"create function f() returns trigger language plpgsql as $$begin return new; end;$$",
				"create or replace procedure end_it() language sql as 'begin atomic; end'",
				"create function replace(a text) returns text begin atomic select 1; select a; end",
				"create procedure replace.f() begin atomic select 1; select 2; end",
				"create or replace function replace.f() returns int begin atomic select 1; select 2; end",
				"create schema s create view v as select begin atomic from t",
				"create view v as select begin atomic from t", "select begin atomic from create_function",
				"create table begin (atomic int)", "alter function begin() rename to atomic" })
		void nextKeepsBodyInOneStatement(String statement) {
			assertThat(Scripts.split(statement + ";\nselect 2;")).containsExactly(statement, "select 2");
		}

		@Test
		void nextWhenSectionMarkerFollowsEndsStatementWithoutSemicolon() {
			assertThat(Scripts.split("-- migrate:up\ncreate table t (a int)\n-- migrate:down\ndrop table t"))
				.containsExactly("create table t (a int)", "drop table t");
			assertThat(Scripts.split("select 1 -- migrate:allow x\n+ 2"))
				.containsExactly("select 1 -- migrate:allow x\n+ 2");
			assertThat(Scripts.split("select '\n-- migrate:down\n', $$\n-- migrate:down\n$$")).hasSize(1);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				select (1 | the file ends inside a parenthesis
				create function f() returns int begin atomic select 1; | the file ends inside the BEGIN ATOMIC body
				select (1 -- migrate:down | the section ends inside a parenthesis
				""")
		void nextWhenStatementIsIncompleteThrowsAtItsStart(String script, String problem) {
			assertThatExceptionOfType(SqlSyntaxException.class).isThrownBy(() -> Scripts.statements("\n " + script))
				.satisfies((ex) -> assertThat(ex.position()).isEqualTo(new SourcePosition(2, 2, 2)))
				.withMessageContaining(problem);
		}

	}

	@Nested
	class Positions {

		@Test
		void nextGivesPositionOfFirstToken() {
			assertThat(Scripts.statements("-- x\n  select 1; /* \n */\tselect\n2;\r\nselect 3;\rselect 4"))
				.extracting(SqlStatement::position)
				.containsExactly(new SourcePosition(7, 2, 3), new SourcePosition(25, 3, 5),
						new SourcePosition(36, 5, 1), new SourcePosition(46, 6, 1));
		}

		@Test
		void nextCountsColumnsInCodePoints() {
			assertThat(Scripts.statements("select '\uD83D\uDE00\uD83D\uDE00é'; select 2"))
				.extracting(SqlStatement::position)
				.containsExactly(SourcePosition.START, new SourcePosition(16, 1, 15));
		}

		@Test
		void nextWhenStatementsAreLongerThanTheWindowStillCounts() {
			String filler = "x\r\n\uD83D\uDE00\n\r".repeat(30_000);
			assertThat(Scripts.read(StatementReader.of(new StringReader("select '" + filler + "'; select 2;"))))
				.extracting(SqlStatement::position)
				.containsExactly(SourcePosition.START, new SourcePosition(7 * 30_000 + 11, 90_001, 4));
		}

	}

	@Nested
	class Listening {

		@Test
		void listenerIsToldOfEverythingInOrder() {
			assertThat(Scripts.events(";-- a\nselect 1;;\ncopy t from stdin;\n1\n\\.\n\\restrict x\nend"))
				.containsExactly("1:2 LINE_COMMENT -- a", "2:1 IDENTIFIER select", "2:8 NUMBER 1", "end",
						"3:1 IDENTIFIER copy", "3:6 IDENTIFIER t", "3:8 IDENTIFIER from", "3:13 IDENTIFIER stdin",
						"end", "data 1\n", "6:1 META_COMMAND \\restrict x", "7:1 IDENTIFIER end", "end");
		}

		@Test
		void listenerIsToldOfSemicolonsInsideBodiesOnly() {
			assertThat(Scripts.events("create procedure p() begin atomic x; end; ;y;")
				.stream()
				.filter((event) -> event.contains("SEMICOLON"))).containsExactly("1:36 SEMICOLON ;");
		}

		@Test
		void listenerIsToldOfSectionMarkerBehindTheEndOfTheStatement() {
			assertThat(Scripts.events("x -- migrate:down\ny")).containsExactly("1:1 IDENTIFIER x", "end",
					"1:3 LINE_COMMENT -- migrate:down", "2:1 IDENTIFIER y", "end");
		}

	}

	@Nested
	class CopyData {

		@ParameterizedTest
		@ValueSource(strings = { "copy t from stdin", "COPY t FROM STDIN", "copy s.t (a, \"from\") from stdin",
				"copy \"to\" from stdin with (format csv, header)", "copy t (a) from stdin csv header quote '\"'",
				"copy t from stdin with delimiter ',' null as '\\N'", "copy t from stdout",
				"copy t from stdin (format 'text') where a > 1", "copy t from -- where\n stdin",
				"copy a.b.c (d, e) from stdin with (force_null (binary), on_error ignore)" })
		void copyDataReadsLinesUpToTheEndMarker(String copy) {
			String script = copy + ";\n1\t2\n\\N\t;'\n\n\\.x\n.\n\\.\nselect 2;";
			assertThat(Scripts.split(script)).containsExactly(copy, "select 2");
			assertThat(Scripts.copyData(script)).containsExactly("1\t2\n\\N\t;'\n\n\\.x\n.\n");
		}

		@ParameterizedTest
		@ValueSource(strings = { "copy t to stdout", "copy t to stdin", "copy (select 1 from stdin) to stdout",
				"copy t from '/stdin'", "copy t from program 'stdin'", "copy t to 'x'", "copy (select 1) from stdin",
				"select copy from stdin" })
		void copyDataWhenNoneFollowThrows(String statement) throws IOException {
			assertThat(Scripts.split(statement + ";\nselect 2;")).containsExactly(statement, "select 2");
			try (StatementReader reader = StatementReader.of(new StringReader(statement + ";"))) {
				reader.next();
				assertThatIllegalStateException().isThrownBy(reader::copyData);
			}
		}

		static Stream<Arguments> copyDataKeepsWhatTheFileHas() {
			return Stream.of(
					// line ends
					Arguments.of("copy t from stdin;\r\n1\r\n2\r\n\\.\r\nselect 1;", List.of("1\r\n2\r\n"), 2),
					Arguments.of("copy t from stdin;\r1\r2\r\\.\rselect 1;", List.of("1\r2\r"), 2),
					Arguments.of("copy t from stdin;\n1\r\\.\r2\n\\.\n", List.of("1\r\\.\r2\n"), 1),
					// ends
					Arguments.of("copy t from stdin;\n1\n\\.", List.of("1\n"), 1),
					Arguments.of("copy t from stdin;\n1\n\\.\r", List.of("1\n"), 1),
					Arguments.of("copy t from stdin;\n1\n", List.of("1\n"), 1),
					Arguments.of("copy t from stdin;\n1", List.of("1"), 1),
					Arguments.of("copy t from stdin;\n1\n\\", List.of("1\n\\"), 1),
					Arguments.of("copy t from stdin;\n\\.\nselect 1", List.of(""), 2),
					Arguments.of("copy t from stdin;\n", List.of(""), 1),
					Arguments.of("copy t from stdin;", List.of(""), 1),
					Arguments.of("copy t from stdin", List.of(""), 1),
					Arguments.of("copy t from stdin\n-- migrate:down\nselect 1", List.of(""), 2),
					// what stands behind the semicolon
					Arguments.of("copy t from stdin; \t-- data:\n1\n\\.\n", List.of("1\n"), 1),
					// a quoted field does not protect the end marker, as in psql
					Arguments.of("copy t from stdin csv;\n\"a\n\\.\nselect '\"';", List.of("\"a\n"), 2),
					// several, and characters of all sizes
					Arguments.of("copy t from stdin;\n1\n\\.\ncopy u from stdin;\né\uD83D\uDE00\n\\.\nselect 3",
							List.of("1\n", "é\uD83D\uDE00\n"), 3));
		}

		@ParameterizedTest
		@MethodSource
		void copyDataKeepsWhatTheFileHas(String script, List<String> data, int statements) {
			assertThat(Scripts.copyData(script)).isEqualTo(data);
			assertThat(Scripts.statements(script)).hasSize(statements);
		}

		@Test
		void nextSkipsDataThatWereNotRead() throws IOException {
			String script = "copy t from stdin;\n'1\n2\n3\n\\.\nselect 1;";
			try (StatementReader reader = StatementReader.of(new StringReader(script))) {
				reader.next();
				Reader data = reader.copyData();
				assertThat(data.read()).isEqualTo('\'');
				assertThat(reader.next())
					.isEqualTo(new SqlStatement("select 1", new SourcePosition(29, 6, 1), StatementKind.OTHER));
				assertThat(data.read()).isEqualTo(-1);
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "copy binary t from stdin;", "copy t from stdin with binary;",
				"copy t from stdin (format binary);", "copy t from stdin with (format 'binary');" })
		void nextWhenDataAreBinaryThrows(String script) {
			assertThatExceptionOfType(SqlSyntaxException.class).isThrownBy(() -> Scripts.statements(script))
				.withMessageContaining("binary format");
		}

		@ParameterizedTest
		@ValueSource(strings = { "copy t from stdin; select 1;\n1\n\\.\n", "copy t from stdin;;\n",
				"copy t from stdin; /* x */\n" })
		void nextWhenTextFollowsInTheLineOfCopyThrows(String script) {
			assertThatExceptionOfType(SqlSyntaxException.class).isThrownBy(() -> Scripts.statements(script))
				.withMessageContaining("there is text behind COPY");
		}

	}

	@Nested
	class MetaCommands {

		@Test
		void nextIgnoresRestrictAndUnrestrict() {
			assertThat(Scripts.split("\\restrict aB1\nselect 1;\n\n\\unrestrict aB1\n")).containsExactly("select 1");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				\\c other | \\c is a command for psql | SET ROLE
				\\connect - bob | \\connect | SET ROLE
				\\i other.sql | \\i is | a migration of its own
				\\ir a/b.sql | \\ir is | a migration of its own
				\\set v 1 | \\set is | placeholder ${name}
				\\copy t from 'x' | \\copy is | COPY table FROM STDIN;
				\\echo hello | \\echo is | RAISE NOTICE
				\\timing | \\timing is | remove it
				\\pset pager off | \\pset is | remove it
				\\gexec | \\gexec is | EXECUTE
				select 1 \\gset | \\gset is | placeholder
				select 1 \\g | \\g is | semicolon
				select 1\\; | \\; is | write ;
				\\if true | \\if is | DO $$
				\\! ls | \\! is | no shell
				\\!ls | \\! is | no shell
				\\q | \\q is | remove it
				\\. | ends the data | COPY table FROM STDIN
				\\d+ t;x | \\d+ is | remove it
				a \\ b | a backslash outside quotes | quote the text
				""")
		void nextWhenPsqlIsNeededThrowsWithReplacement(String script, String problem, String remedy) {
			assertThatExceptionOfType(SqlSyntaxException.class)
				.isThrownBy(() -> Scripts.statements("select 0;\n" + script))
				.satisfies((ex) -> {
					assertThat(ex.position().line()).isEqualTo(2);
					assertThat(ex.position().column()).isEqualTo(script.indexOf('\\') + 1);
					assertThat(ex.problem()).contains(problem);
					assertThat(ex.remedy()).contains(remedy);
				});
		}

		@Test
		void nextWhenRestrictStandsInsideStatementThrows() {
			assertThatExceptionOfType(SqlSyntaxException.class)
				.isThrownBy(() -> Scripts.statements("select 1\n\\restrict x"))
				.withMessageContaining("\\restrict stands inside a statement that starts at line 1");
		}

	}

	@Nested
	class StandardConformingStrings {

		@ParameterizedTest
		@ValueSource(strings = { "set standard_conforming_strings = off", "SET STANDARD_CONFORMING_STRINGS TO 'off'",
				"set session standard_conforming_strings to false", "set local standard_conforming_strings = 0",
				"set \"standard_conforming_strings\" = no", "set standard_conforming_strings = E'fal'",
				"select set_config('standard_conforming_strings', 'off', false)",
				"select pg_catalog.set_config('standard_conforming_strings', 'off', true)" })
		void nextAfterSetOffTakesBackslashAsEscape(String set) {
			assertThat(Scripts.statements(set + "; select 'a\\';b'; select 2")).satisfies((statements) -> {
				assertThat(statements).extracting(SqlStatement::text)
					.containsExactly(set, "select 'a\\';b'", "select 2");
				assertThat(statements.get(0).kind()).isEqualTo(StatementKind.SET_STANDARD_CONFORMING_STRINGS);
			});
		}

		@ParameterizedTest
		@ValueSource(strings = { "set standard_conforming_strings = on", "set standard_conforming_strings to default",
				"reset standard_conforming_strings", "reset all", "discard all", "rollback", "abort and chain",
				"set local standard_conforming_strings = on", "rollback to a",
				"set search_path = x; set standard_conforming_strings = 1" })
		void nextAfterSettingIsTakenBackTakesBackslashAsCharacter(String back) {
			String script = "begin; savepoint a; set standard_conforming_strings = off; select '\\';'; savepoint b; "
					+ back + "; select '\\'; select 2";
			assertThat(Scripts.split(script)).contains("select '\\';'").endsWith("select '\\'", "select 2");
		}

		@ParameterizedTest
		@ValueSource(strings = { "begin; set standard_conforming_strings = off; commit",
				"set standard_conforming_strings = off; begin; rollback",
				"set standard_conforming_strings = off; begin; set local standard_conforming_strings = on; commit",
				"set standard_conforming_strings = off; begin; savepoint a; "
						+ "set standard_conforming_strings = on; rollback to savepoint a",
				"set standard_conforming_strings = off; rollback to nothing",
				"set standard_conforming_strings = off; set search_path = standard_conforming_strings" })
		void nextWhenSettingStaysTakesBackslashAsEscape(String set) {
			assertThat(Scripts.split(set + "; select '\\';'")).endsWith("select '\\';'");
		}

		@Test
		void standardConformingStringsTellsHowTheNextStatementIsSplit() throws IOException {
			String script = "select 1; set standard_conforming_strings = off; reset all; select 2";
			try (StatementReader reader = StatementReader.of(new StringReader(script))) {
				assertThat(reader.standardConformingStrings()).isTrue();
				reader.next();
				assertThat(reader.standardConformingStrings()).isTrue();
				reader.next();
				assertThat(reader.standardConformingStrings()).isFalse();
				reader.next();
				assertThat(reader.standardConformingStrings()).isTrue();
			}
		}

	}

	@Nested
	class Beginnings {

		@ParameterizedTest
		@ValueSource(ints = { 1, 50, 4096, 64 * 1024, 100_000, 200_000, 1_000_000 })
		void nextWhenOnlyBeginningsAreKeptCutsTheTextOff(int characters) throws IOException {
			String script = Stream.of(10, 1_000, 32 * 1024, 64 * 1024, 65 * 1024, 150_000, 400_000)
				.map((length) -> "SELECT " + "1, ".repeat(length / 6) + "'" + "x".repeat(length / 2) + "' -- "
						+ "y".repeat(length) + "\n;\n")
				.collect(Collectors.joining());
			try (StatementReader whole = StatementReader.of(new StringReader(script));
					StatementReader cut = StatementReader.beginnings(new StringReader(script), NO_LISTENER,
							characters)) {
				for (SqlStatement expected = whole.next(); expected != null; expected = whole.next()) {
					SqlStatement statement = cut.next();
					String text = expected.text();
					assertThat(statement.text()).isEqualTo(text.substring(0, Math.min(text.length(), characters)));
					assertThat(statement.position()).isEqualTo(expected.position());
					assertThat(cut.isCutOff()).isEqualTo(text.length() > characters);
					assertThat(whole.isCutOff()).isFalse();
				}
				assertThat(cut.next()).isNull();
			}
		}

	}

}
