package dev.appmigrations.engine;

import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Errors inside {@code DO} blocks and functions point at the line in the file: on a real
 * server. In each script the place has the mark {@code «} in front of it.
 */
class RoutineErrorTests {

	@FreshDatabase
	private TestDatabase database;

	private StatementFailedException failure(String script) {
		MemoryScripts scripts = new MemoryScripts().with("1_a.sql", script);
		return catchThrowableOfType(StatementFailedException.class,
				() -> Migrator.builder(this.database.dataSource(), scripts).build().migrate());
	}

	private StatementFailedException assertThatItPointsAtTheMark(String marked) {
		int mark = marked.indexOf('«');
		String before = marked.substring(0, mark);
		int line = (int) before.chars().filter((c) -> c == '\n').count() + 1;
		int column = mark - before.lastIndexOf('\n');
		StatementFailedException failure = failure(marked.replace("«", ""));
		assertThat(failure).isNotNull();
		assertThat(failure.location()).as(failure.getMessage())
			.isEqualTo("db/migration/1_a.sql:" + line + ":" + column);
		return failure;
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 1;\nDO $$\nBEGIN\n  PERFORM 1;\n  «RAISE EXCEPTION 'no';\nEND $$;\n",
			"DO $$ BEGIN\n  PERFORM 1;\n\t«PERFORM 1 / 0;\nEND $$;",
			"DO LANGUAGE 'plpgsql' $body$\nBEGIN\n  «RAISE EXCEPTION 'no';\nEND $body$;",
			"DO '\nBEGIN\n  «RAISE EXCEPTION ''no'';\nEND';", "DO /* $$ */ $$«BEGIN RAISE EXCEPTION 'no'; END$$;",
			"SELECT 1;\n\n/* x */ DO -- y\n$$\nDECLARE i int := 1;\nBEGIN\n  PERFORM 'ä😀';\n  EXECUTE 'SELECT 1';\n"
					+ "  «ASSERT false;\nEND $$ LANGUAGE plpgsql;",
			"DO $$\nBEGIN\n  BEGIN\n    PERFORM 1/0;\n  EXCEPTION WHEN division_by_zero THEN\n    «RAISE EXCEPTION 'no';\n"
					+ "  END;\nEND $$;",
			"CREATE TABLE t (id int);\nDO $$\nBEGIN\n  INSERT INTO t VALUES (1),\n    (2), («nope);\nEND $$;",
			"DO $$\nBEGIN\n  PERFORM pg_sleep(0),\n    «nope();\nEND $$;",
			"DO $$\nBEGIN\n  «EXECUTE 'SELEC' || ' 1';\nEND $$;" })
	void migrateWhenADoBlockFailsPointsAtItsLine(String script) {
		assertThat(assertThatItPointsAtTheMark(script).description()).doesNotContain("called from");
	}

	@Test
	void migrateWhenTheFileHasCarriageReturnsPointsAtItsLine() {
		StatementFailedException failure = failure("DO $$\r\nBEGIN\r\n  PERFORM 1;\r\n  RAISE 'no';\r\nEND $$;\r\n");
		assertThat(failure.location()).isEqualTo("db/migration/1_a.sql:4:3");
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"CREATE FUNCTION f(a int, b text DEFAULT 'x') RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n"
					+ "  «RAISE EXCEPTION 'no %', a;\nEND $$;\nSELECT 1;\nSELECT f(1);",
			"CREATE OR REPLACE PROCEDURE public.\"P q\"() LANGUAGE plpgsql AS $x$\nBEGIN\n  «PERFORM 1 / 0;\nEND $x$;\n"
					+ "CALL \"P q\"();",
			"CREATE TABLE t (id int);\nCREATE FUNCTION tr() RETURNS trigger AS '\nBEGIN\n  IF true THEN\n"
					+ "    «RAISE EXCEPTION ''no'';\n  END IF;\nEND' LANGUAGE plpgsql;\nCREATE TRIGGER x BEFORE INSERT ON t"
					+ " FOR EACH ROW EXECUTE FUNCTION tr();\nINSERT INTO t VALUES (1);",
			"CREATE TABLE t (id int);\nCREATE FUNCTION s(int) RETURNS void LANGUAGE sql AS $$\n  INSERT INTO t VALUES (1);\n"
					+ "  «INSERT INTO t VALUES (1 / $1);\n$$;\nSELECT s(0);",
			"CREATE TABLE t (id int);\nCREATE FUNCTION s(n int) RETURNS void BEGIN ATOMIC\n  INSERT INTO t VALUES (1);\n"
					+ "  «INSERT INTO t VALUES (1 / n);\nEND;\nSELECT s(0);",
			"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  «RAISE EXCEPTION 'no';\nEND $$;\n"
					+ "DO $$\nBEGIN\n  PERFORM f();\nEND $$;" })
	void migrateWhenAFunctionOfTheFileFailsPointsAtItsLine(String script) {
		assertThat(assertThatItPointsAtTheMark(script).description()).contains(", called from db/migration/1_a.sql:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE FUNCTION f(int) RETURNS void LANGUAGE plpgsql AS $$\nBEGIN RAISE 'no'; END $$;\n"
			+ "CREATE FUNCTION f(text) RETURNS void LANGUAGE plpgsql AS $$\n\nBEGIN RAISE 'no'; END $$;\n«SELECT f(1);",
			"«DO $$\nBEGIN\n  RAISE EXCEPTION 'no' USING ERRCODE = '22012';\nEND $$ LANGUAGE xyz;",
			"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS E'\\nBEGIN\\n RAISE ''no'';\\nEND';\n  «SELECT f();",
			"DO $$ BEGIN EXECUTE 'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS ''BEGIN PERFORM 1/0; END''';"
					+ " END $$;\n«SELECT f();" })
	void migrateWhenTheLineIsNotKnownPointsAtTheStatement(String script) {
		assertThatItPointsAtTheMark(script);
	}

}
