package dev.appmigrations.engine.ddl;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;

import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.sql.TokenListener;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DdlStatementTests {

	private static final TokenListener NO_LISTENER = (type, buffer, start, end, position) -> {
	};

	@Nested
	class Defaults {

		@ParameterizedTest
		@ValueSource(strings = { "1", "-1", "'a'", "'a'::text", "(now() AT TIME ZONE 'utc')", "ARRAY[]::text[]",
				"CURRENT_TIMESTAMP(3)", "INTERVAL '1' DAY", "INTERVAL '1' DAY TO SECOND(3)", "INTERVAL(3) '1 day'",
				"timestamp with time zone '2000-01-01'", "timestamp(3) '2000-01-01'", "NULL", "a || b",
				"CASE WHEN true THEN 1 ELSE 2 END", "CAST('1' AS numeric(10, 2))", "f(1, 2)", "s.f(a => 1)",
				"(SELECT 1)", "1 IS NOT DISTINCT FROM 2", "1 OPERATOR(pg_catalog.+) 2", "double precision '1'",
				"char 'x'", "'{}'::jsonb -> 'a'", "ARRAY[1, 2][1]", "(a).b", "B'101'::bit(3)", "1::int[3][]",
				"'x'::character varying(3)", "ROW(1, 2)", "$$it's$$", "E'\\'x'", "U&'d!0061' UESCAPE '!'",
				"nextval('s'::regclass)", "user", "xmlparse(document '<a/>')", "- - 1", "NOT_A_KEYWORD" })
		void ofWhenConstraintsFollowEndsTheDefaultInFrontOfThem(String value) {
			for (String following : List.of("NOT NULL", "NULL", "UNIQUE", "CHECK (a > 1)", "REFERENCES o",
					"PRIMARY KEY", "COLLATE \"C\"", "CONSTRAINT x NOT NULL", "")) {
				String text = "ALTER TABLE t ADD COLUMN c text DEFAULT " + value + " " + following;
				ColumnDefinition column = column(text);
				Constraint.Default constraint = column.constraints(Constraint.Default.class).get(0);
				TextRange range = constraint.value().range();
				assertThat(text.substring(range.start(), range.end())).isEqualTo(value);
				assertThat(column.constraints()).hasSize((following.isEmpty() || following.startsWith("COLL")) ? 1 : 2);
			}
		}

		private static ColumnDefinition column(String statement) {
			AlterTable alter = (AlterTable) DdlStatement.of(statement);
			return ((TableAction.AddColumn) alter.actions().get(0)).column();
		}

	}

	@Nested
	class Unknown {

		@ParameterizedTest
		@ValueSource(strings = { "", ";", "-- nothing", "'", "\"", "/*", "ALTER", "ALTER TABLE", "ALTER TABLE t",
				"CREATE TABLE t (", "CREATE TABLE t (a)", "CREATE INDEX i ON t",
				"ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b", "(((((", ")", "]", "::", "\\x", "42",
				"CREATE TABLE t (a int DEFAULT)" })
		void ofWhenTheSyntaxIsUnknownIsOpaque(String statement) {
			assertThat(DdlStatement.of(statement)).isInstanceOf(Opaque.class);
		}

		@Test
		void ofWhenAnActionIsUnknownKeepsTheOthers() {
			assertThat(Rendering.of("ALTER TABLE t FROBNICATE (a, b), DROP c"))
				.isEqualTo("AlterTable(type=TABLE table=t actions=[Other(keywords=frobnicate), DropColumn(column=c)])");
		}

	}

	@Nested
	class Beginnings {

		@ParameterizedTest
		@CsvSource(delimiterString = " => ", quoteCharacter = '~', textBlock = """
				INSERT INTO t VALUES (1), ('x => Dml(kind=INSERT target=t)
				INSERT INTO t SELECT 'x => Dml(kind=INSERT target=t query)
				UPDATE t SET a = 'x => Dml(kind=UPDATE target=t where)
				UPDATE t SET a = (1, => Dml(kind=UPDATE target=t where)
				WITH x AS (SELECT 1) DELETE FROM t USING u /* => Dml(kind=DELETE target=t where)
				COPY t FROM stdin => Dml(kind=COPY target=t where)
				DROP TABLE a, b => Opaque(head=drop table)
				CREATE TABLE t (a int) => Opaque(head=create table)
				SELECT f() => Opaque(head=select)
				UPDATE => Opaque(head=update)
				""")
		void ofBeginningSaysOnlyWhatTheRestCannotChange(String beginning, String expected) {
			assertThat(Rendering.render(DdlStatement.ofBeginning(beginning))).isEqualTo(expected);
		}

		@Test
		void ofWhenAReaderKeptOnlyTheBeginningReadsThat() throws IOException {
			String script = "UPDATE t SET a = '" + "x".repeat(100) + "'; UPDATE t SET a = 1";
			try (StatementReader reader = StatementReader.beginnings(new StringReader(script), NO_LISTENER, 50)) {
				assertThat(Rendering.render(DdlStatement.of(reader, reader.next())))
					.isEqualTo("Dml(kind=UPDATE target=t where)");
				assertThat(Rendering.render(DdlStatement.of(reader, reader.next())))
					.isEqualTo("Dml(kind=UPDATE target=t)");
			}
		}

	}

}
