package dev.appmigrations.engine;

import java.util.List;

import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.HiddenDriver;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Files that psql runs, each statement in autocommit, and that one transaction cannot
 * hold: on a real server.
 */
class UnitChoiceTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void setUp() {
		this.database.execute("CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (id int, v e)");
	}

	private MigrationReport migrate(String script) {
		this.scripts.with("1_a.sql", script);
		return Migrator.builder(this.database.dataSource(), this.scripts).build().migrate();
	}

	private <T extends MigrationException> T failure(Class<T> type, String script) {
		return catchThrowableOfType(type, () -> migrate(script));
	}

	private List<String> values() {
		return this.database
			.list("SELECT enumlabel FROM pg_enum WHERE enumtypid = 'e'::regtype ORDER BY enumsortorder");
	}

	private TestDatabase database() {
		return this.database;
	}

	private MemoryScripts scripts() {
		return this.scripts;
	}

	@Nested
	class NewEnumValues {

		@ParameterizedTest
		@ValueSource(strings = { "ALTER TYPE e ADD VALUE 'b';\nINSERT INTO t VALUES (1, 'b');",
				"ALTER TYPE e ADD VALUE 'c';\nALTER TYPE public.e ADD VALUE IF NOT EXISTS 'b' BEFORE 'c';\n"
						+ "CREATE TABLE x (v e DEFAULT 'b');\nINSERT INTO t VALUES (1, 'b');",
				"CREATE FUNCTION f() RETURNS e LANGUAGE plpgsql AS 'BEGIN RETURN ''b''; END';\n"
						+ "ALTER TYPE e ADD VALUE 'b';\nCREATE TABLE y ();\nINSERT INTO t SELECT 1, f();",
				"ALTER TYPE e ADD VALUE 'b';\nDO $$ BEGIN INSERT INTO t VALUES (1, 'b'); END $$;",
				"SET search_path = public;\nALTER TYPE e ADD VALUE 'x';\nINSERT INTO t VALUES (2, 'x');\n"
						+ "ALTER TYPE e ADD VALUE 'b';\nSELECT 1;\nINSERT INTO t VALUES (1, 'b');\nDELETE FROM t WHERE v = 'x';",
				"CREATE TYPE n AS ENUM ('1');\nALTER TYPE n ADD VALUE '2';\nALTER TYPE e ADD VALUE 'b';\n"
						+ "CREATE TABLE z AS SELECT '2'::n;\nINSERT INTO t VALUES (1, 'b');",
				"ALTER TYPE e ADD VALUE 'b';\nCOPY t FROM stdin;\n1\tb\n\\.\n",
				"CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1, 'b'); COMMIT; END $$;\n"
						+ "ALTER TYPE e ADD VALUE 'b';\nCALL p();" })
		void migrateWhenALaterStatementUsesTheValueCommitsItFirst(String script) {
			MigrationReport report = migrate(script);
			assertThat(report.steps().get(0).transaction()).contains("units: it ");
			assertThat(values()).contains("b");
			assertThat(database().value("SELECT string_agg(id::text || v, ',') FROM t")).isEqualTo("1b");
			assertThat(database().value("SELECT count(*) FROM migration_progress")).isEqualTo("0");
			assertThat(migrate(script).steps()).isEmpty();
		}

		@Test
		void migrateWhenNothingUsesTheValueStaysOneTransaction() {
			failure(StatementFailedException.class,
					"ALTER TYPE e ADD VALUE 'b';\nINSERT INTO t VALUES (1, 'a');\nSELECT 1/0;");
			assertThat(values()).containsExactly("a");
			MigrationReport report = migrate("ALTER TYPE e ADD VALUE 'b';\nINSERT INTO t VALUES (1, 'a');");
			assertThat(report.steps().get(0).transaction()).isEqualTo("one transaction");
		}

		@Test
		void migrateWhenWhatUsesTheValueFailsGoesOnBehindIt() {
			String add = "ALTER TYPE e ADD VALUE 'b';\n";
			StatementFailedException failure = failure(StatementFailedException.class,
					add + "INSERT INTO t VALUES (1, 'b');\nSELECT 1/0;");
			assertThat(failure.location()).isEqualTo("db/migration/1_a.sql:3:1");
			assertThat(failure.description()).contains("The first 1 of its 3 statements are committed");
			assertThat(values()).containsExactly("a", "b");
			migrate(add + "INSERT INTO t VALUES (2, 'b');");
			assertThat(database().list("SELECT id FROM t")).containsExactly("2");
		}

	}

	@Nested
	class RefusedInATransaction {

		private static final String PARTITIONED = "-- migrate:transaction false\nCREATE TABLE p (id int) PARTITION BY RANGE"
				+ " (id);\nCREATE TABLE p1 PARTITION OF p DEFAULT;\nCREATE INDEX i ON p (id);\n";

		@ParameterizedTest
		@ValueSource(strings = { "REINDEX TABLE p;", "REINDEX INDEX i;\nINSERT INTO t VALUES (1);",
				"reindex (verbose) table p;\nREINDEX TABLE p;",
				"CREATE SCHEMA s;\nSET search_path = s, public;\nREINDEX TABLE p;\nCREATE TABLE in_s ();\n"
						+ "SELECT 's.in_s'::regclass;" })
		void migrateWithTheDirectiveRunsItAlone(String script) {
			assertThat(migrate(PARTITIONED + script).steps()).hasSize(1);
			assertThat(database().value("SELECT count(*) FROM migration_progress")).isEqualTo("0");
			assertThat(migrate(PARTITIONED + script).steps()).isEmpty();
		}

		@Test
		void migrateBehindAProxyRunsItAlone() {
			scripts().with("1_a.sql", PARTITIONED + "REINDEX TABLE p;\n");
			assertThat(
					Migrator.builder(HiddenDriver.hide(database().dataSource()), scripts()).build().migrate().steps())
				.hasSize(1);
		}

		@Test
		void migrateWhenItFailsThenMayRepeatIt() {
			String broken = PARTITIONED
					+ "INSERT INTO p VALUES (1);\nCREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE"
					+ " plpgsql AS 'BEGIN RETURN 1 / (SELECT count(*) FROM public.t); END';\n"
					+ "INSERT INTO t VALUES (1);\nCREATE INDEX j ON p (f(id));\nDELETE FROM t;\n";
			StatementFailedException failure = failure(StatementFailedException.class, broken + "REINDEX TABLE p;\n");
			assertThat(failure.location()).startsWith("db/migration/1_a.sql:");
			assertThat(failure.sqlState()).isEqualTo("22012");
			database().execute("INSERT INTO t VALUES (1)");
			assertThat(migrate(broken + "REINDEX TABLE p;\n").steps()).hasSize(1);
		}

	}

	@Nested
	class RefusedBeforeAnythingRuns {

		@ParameterizedTest
		@ValueSource(strings = { "CREATE INDEX CONCURRENTLY ON t (id);", "VACUUM t;", "DROP INDEX CONCURRENTLY x;",
				"REINDEX TABLE CONCURRENTLY t;", "ALTER SYSTEM RESET work_mem;", "CREATE DATABASE x;",
				"REINDEX SCHEMA public;" })
		void migrateWhenItStandsInATransactionOfTheScript(String statement) {
			for (String script : List.of("CREATE TABLE x ();\nBEGIN;\nSELECT 1;\n" + statement + "\nCOMMIT;",
					"CREATE TABLE x ();\nSTART TRANSACTION;\nSELECT 1;\n" + statement + "\nROLLBACK;",
					"-- migrate:transaction false\nBEGIN; CREATE TABLE x ();\n\n" + statement + "\nEND;")) {
				MigrationException failure = failure(MigrationException.class, script);
				assertThat(failure.description()).contains("db/migration/1_a.sql:4:1",
						"stands in the one that begins in line");
				assertThat(failure.getMessage()).contains("Move it out of the BEGIN … COMMIT");
				assertThat(database().value("SELECT to_regclass('x')")).isNull();
			}
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "CREATE TABLE x ();\n\uFEFFCREATE TABLE y ();", "CREATE TABLE x ();\n\uFEFF-- a comment\n",
						"CREATE TABLE x ();\n\uFEFF", "SELECT 1\n\uFEFF;", "\n\uFEFF\\restrict x\n" })
		void migrateWhenAByteOrderMarkStandsInTheMiddle(String script) {
			MigrationException failure = failure(MigrationException.class, script);
			assertThat(failure.description()).contains("db/migration/1_a.sql:2:1", "byte order mark (U+FEFF)");
			assertThat(database().value("SELECT to_regclass('x')")).isNull();
		}

		@Test
		void migrateWhenAByteOrderMarkStandsInALiteralOrACommentKeepsIt() {
			migrate("\uFEFF-- \uFEFF\nCREATE TABLE x AS SELECT '\uFEFF'::text AS v /* \uFEFF */;\nCOMMENT ON TABLE x IS $$\uFEFF$$;");
			assertThat(database().value("SELECT v FROM x")).isEqualTo("\uFEFF");
		}

	}

}
