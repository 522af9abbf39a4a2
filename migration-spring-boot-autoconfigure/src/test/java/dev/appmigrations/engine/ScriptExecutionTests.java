package dev.appmigrations.engine;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a script may contain, and what is left when it fails: on a real server.
 */
class ScriptExecutionTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private MigrationReport migrate(String script) {
		this.scripts.with("1_script.sql", script);
		return migrate();
	}

	private MigrationReport migrate() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build().migrate();
	}

	private StatementFailedException migrateFails(String script) {
		try {
			migrate(script);
		}
		catch (StatementFailedException ex) {
			return ex;
		}
		throw new AssertionError("The migration did not fail");
	}

	private String value(String sql) {
		return this.database.value(sql);
	}

	private String progressRows() {
		return value("SELECT count(*) FROM migration_progress");
	}

	private MemoryScripts scripts() {
		return this.scripts;
	}

	private TestDatabase database() {
		return this.database;
	}

	@Test
	void manyStatementsTravelTogetherAndErrorsKeepTheirPlace() {
		String inserts = IntStream.rangeClosed(1, 5000)
			.mapToObj((i) -> "INSERT INTO a VALUES (" + i + ", 'ä😀');")
			.collect(Collectors.joining("\n"));
		StatementFailedException failure = migrateFails(
				"CREATE TABLE a (id int, t text);\n" + inserts + "\nINSERT INTO a VALUES ('😀', nope);\n");
		assertThat(failure.location()).isEqualTo("db/migration/1_script.sql:5002:28");
		assertThat(migrate("CREATE TABLE a (id int, t text);\n" + inserts).steps().get(0).statements()).isEqualTo(5001);
		assertThat(value("SELECT count(*) FROM a")).isEqualTo("5000");
	}

	@Nested
	class Transactions {

		@Test
		void scriptWithItsOwnTransactionIsOneTransaction() {
			MigrationReport report = migrate("BEGIN;\nCREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\nCOMMIT;\n");
			assertThat(report.steps().get(0).transaction()).isEqualTo("one transaction");
			assertThat(value("SELECT id FROM a")).isEqualTo("1");
			assertThat(value("SELECT to_regclass('migration_progress')")).isNull();
		}

		@Test
		void scriptWithItsOwnTransactionThatFailsLeavesNothing() {
			migrateFails("BEGIN;\nCREATE TABLE a (id int);\nSELECT 1/0;\nCOMMIT;\n");
			assertThat(value("SELECT to_regclass('a')")).isNull();
		}

		@Test
		void isolationLevelOfTheScriptHolds() {
			migrate("BEGIN ISOLATION LEVEL SERIALIZABLE;\nCREATE TABLE a AS SELECT"
					+ " current_setting('transaction_isolation') AS level;\nCOMMIT");
			scripts().with("2_b.sql", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;\nINSERT INTO a SELECT"
					+ " current_setting('transaction_isolation');");
			migrate();
			assertThat(database().list("SELECT level FROM a ORDER BY 1")).containsExactly("repeatable read",
					"serializable");
		}

		@Test
		void isolationLevelOfTheScriptHoldsInAChain() {
			String level = "INSERT INTO a SELECT current_setting('transaction_isolation');\n";
			migrate("CREATE TABLE a (level text);\nBEGIN ISOLATION LEVEL SERIALIZABLE;\n" + level
					+ "COMMIT AND CHAIN;\n" + level + "ROLLBACK AND CHAIN;\n" + level + "COMMIT;\nBEGIN;\n" + level
					+ "COMMIT;\n");
			assertThat(database().list("SELECT level FROM a ORDER BY 1")).containsExactly("read committed",
					"serializable", "serializable");
		}

		@Test
		void isolationLevelOfAChainHoldsInTheNextRun() {
			String begin = "CREATE TABLE a (level text);\nBEGIN ISOLATION LEVEL SERIALIZABLE;\nSELECT 1;\nCOMMIT AND"
					+ " CHAIN;\n";
			migrateFails(begin + "SELECT 1/0;\nCOMMIT;\n");
			migrate(begin + "INSERT INTO a SELECT current_setting('transaction_isolation');\nCOMMIT;\n");
			assertThat(value("SELECT level FROM a")).isEqualTo("serializable");
		}

		@Test
		void eachTransactionOfTheScriptCommitsAndTheNextRunGoesOnAfterIt() {
			String first = "BEGIN; CREATE TABLE a (id int); COMMIT;\n";
			StatementFailedException failure = migrateFails(first + "BEGIN; SELECT 1/0; COMMIT;\n");
			assertThat(failure.description()).contains("The first 3 of its 6 statements are committed");
			assertThat(value("SELECT to_regclass('a')")).isEqualTo("a");
			migrate(first + "BEGIN; CREATE TABLE b (id int); COMMIT;\n");
			assertThat(value("SELECT to_regclass('b')")).isEqualTo("b");
			assertThat(progressRows()).isEqualTo("0");
		}

		@Test
		void durationOfAllTransactionsIsRecorded() {
			migrate("BEGIN; SELECT pg_sleep(0.3); COMMIT;\nBEGIN; SELECT pg_sleep(0.1); COMMIT;\n");
			assertThat(Long.parseLong(value("SELECT execution_ms FROM migration_history"))).isBetween(400L, 10_000L);
			assertThat(Long.parseLong(value("SELECT execution_ms FROM migration_log"))).isBetween(400L, 10_000L);
		}

		@Test
		void transactionThatTheScriptRollsBackHasNoEffect() {
			migrate("BEGIN; CREATE TABLE a (); ROLLBACK;\nCREATE TABLE b ();\nSTART TRANSACTION; CREATE TABLE c ();"
					+ " COMMIT AND CHAIN; CREATE TABLE d (); ROLLBACK AND CHAIN; CREATE TABLE e (); END;");
			assertThat(database().list("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
					+ " AND length(tablename) = 1 ORDER BY 1"))
				.containsExactly("b", "c", "e");
		}

		@Test
		void transactionWhoseModeIsSetAfterItsBeginHasThatMode() {
			migrate("BEGIN;\nSET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n"
					+ "CREATE TABLE a AS SELECT current_setting('transaction_isolation') AS level;\nCOMMIT;");
			assertThat(value("SELECT level FROM a")).isEqualTo("serializable");
		}

		@Test
		void savepointsWork() {
			migrate("CREATE TABLE a (id int);\nSAVEPOINT s;\nINSERT INTO a VALUES (1);\nROLLBACK TO s;\n"
					+ "INSERT INTO a VALUES (2);\nRELEASE SAVEPOINT s;");
			assertThat(database().list("SELECT id FROM a")).containsExactly("2");
		}

		@Test
		void commitWithoutBeginIsIgnoredAsTheServerWould() {
			migrate("COMMIT;\nCREATE TABLE a ();\nROLLBACK;\nCREATE TABLE b ();\nCOMMIT;");
			assertThat(value("SELECT count(*) FROM pg_tables WHERE tablename IN ('a', 'b')")).isEqualTo("2");
		}

		@Test
		void beginWithoutCommitIsRefusedBeforeAnythingRuns() {
			assertThatExceptionOfType(InvalidMigrationsException.class)
				.isThrownBy(() -> migrate("CREATE TABLE a ();\nBEGIN;\nCREATE TABLE b ();"))
				.satisfies((ex) -> assertThat(ex.description()).contains("1_script.sql:2:1")
					.contains("the transaction that begins here has no end"));
			assertThat(value("SELECT to_regclass('a')")).isNull();
		}

		@Test
		void transactionFalseRunsStatementByStatement() {
			MigrationReport report = migrate("-- migrate:transaction false\nCREATE TYPE mood AS ENUM ('sad');\n"
					+ "ALTER TYPE mood ADD VALUE 'happy';\nCREATE TABLE a AS SELECT 'happy'::mood;");
			assertThat(report.steps().get(0).transaction()).startsWith("statement by statement");
			assertThat(value("SELECT count(*) FROM a")).isEqualTo("1");
		}

		@Test
		void procedureThatCommitsRuns() {
			migrate("CREATE TABLE a (id int);\nCREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN\n"
					+ "FOR i IN 1..3 LOOP INSERT INTO a VALUES (i); COMMIT; END LOOP; END $$;\nCALL fill();\n"
					+ "DO $$ BEGIN INSERT INTO a VALUES (4); COMMIT; END $$;\nINSERT INTO a VALUES (5);");
			assertThat(value("SELECT count(*) FROM a")).isEqualTo("5");
			assertThat(progressRows()).isEqualTo("0");
		}

		@Test
		void procedureThatDoesNotCommitStaysInTheTransaction() {
			migrateFails("CREATE PROCEDURE p() LANGUAGE sql AS 'CREATE TABLE a ()';\nCALL p();\nSELECT 1/0;");
			assertThat(value("SELECT to_regclass('a')")).isNull();
		}

	}

	@Nested
	class Concurrently {

		@Test
		void indexIsBuiltBetweenOtherStatements() {
			MigrationReport report = migrate("CREATE TABLE a (id int);\nINSERT INTO a SELECT generate_series(1, 100);\n"
					+ "CREATE INDEX CONCURRENTLY a_id ON a (id);\nALTER TABLE a ADD COLUMN name text;");
			assertThat(report.steps().get(0).transaction()).startsWith("3 units: line 3, CREATE INDEX CONCURRENTLY");
			assertThat(value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass")).isEqualTo("t");
			assertThat(progressRows()).isEqualTo("0");
		}

		@ParameterizedTest
		@ValueSource(strings = { "REINDEX TABLE CONCURRENTLY a", "REINDEX (CONCURRENTLY) INDEX i",
				"REINDEX INDEX CONCURRENTLY i", "DROP INDEX CONCURRENTLY i", "VACUUM a", "VACUUM (ANALYZE) a",
				"ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", "CLUSTER", "DISCARD ALL",
				"ALTER SYSTEM RESET work_mem" })
		void statementThatCannotRunInTransactionRuns(String statement) {
			migrate("CREATE TABLE a (id int);\nCREATE INDEX i ON a (id);\nCREATE TABLE p (id int) PARTITION BY RANGE (id);"
					+ "\nCREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9);\n" + statement
					+ ";\nCREATE TABLE b ();");
			assertThat(value("SELECT to_regclass('b')")).isEqualTo("b");
		}

		@Test
		void uniqueIndexOnDuplicatesNamesTheKeyAndLeavesNoInvalidIndex() {
			String script = "CREATE TABLE a (id int);\nINSERT INTO a VALUES (7), (7);\n"
					+ "CREATE UNIQUE INDEX CONCURRENTLY a_id ON a (id);\n";
			StatementFailedException failure = migrateFails(script);
			assertThat(failure.description()).contains("db/migration/1_script.sql:3:1")
				.contains("Key (id)=(7) is duplicated")
				.contains("The first 2 of its 3 statements are committed");
			assertThat(value("SELECT to_regclass('a_id')")).isNull();
			database().execute("DELETE FROM a WHERE ctid = '(0,2)'");
			migrate(script);
			assertThat(value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass")).isEqualTo("t");
		}

		@Test
		void ifNotExistsOverAnInvalidLeftoverIsNotBelieved() {
			database().execute("CREATE TABLE a (id int); INSERT INTO a VALUES (7), (7)");
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> database().execute("CREATE UNIQUE INDEX CONCURRENTLY a_id ON a (id)"));
			database().execute("DELETE FROM a WHERE ctid = '(0,2)'");
			assertThat(value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass")).isEqualTo("f");
			migrate("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS a_id ON a (id);");
			assertThat(value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass")).isEqualTo("t");
		}

		@Test
		void indexIsBuiltWhileOtherInstancesWaitForTheLock() throws Exception {
			scripts().with("1_a.sql", "CREATE TABLE a (id int);\nINSERT INTO a SELECT generate_series(1, 1000);");
			for (int i = 2; i < 20; i++) {
				scripts().with(i + "_x.sql",
						(i % 5 == 0) ? "CREATE INDEX CONCURRENTLY ON a (id);" : "CREATE TABLE t" + i + " (id int);");
			}
			List<CompletableFuture<MigrationReport>> runs = IntStream.range(0, 8)
				.mapToObj((i) -> CompletableFuture.supplyAsync(ScriptExecutionTests.this::migrate))
				.toList();
			for (CompletableFuture<MigrationReport> run : runs) {
				assertThat(run.get(60, TimeUnit.SECONDS).state()).isEqualTo(MigrationReport.State.CURRENT);
			}
			assertThat(value("SELECT count(*) FROM migration_history")).isEqualTo("19");
			assertThat(value("SELECT count(*) FROM migration_log")).isEqualTo("19");
			assertThat(value("SELECT count(*) FROM pg_index WHERE indrelid = 'a'::regclass AND indisvalid"))
				.isEqualTo("3");
		}

		@Test
		void changingWhatHasRunIsRefused() {
			migrateFails("CREATE TABLE a (id int);\nVACUUM a;\nVACUUM nonexistent;");
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrate("CREATE TABLE a (id bigint);\nVACUUM a;\nVACUUM a;"))
				.satisfies((ex) -> {
					assertThat(ex.code()).isEqualTo(ErrorCode.MIGRATION_INTERRUPTED);
					assertThat(ex.description()).contains("statement 1").contains("has changed since");
				});
			migrate("CREATE TABLE a (id /* key */ int);\nVACUUM a;\nVACUUM (FULL) a;");
			assertThat(progressRows()).isEqualTo("0");
		}

	}

	@Nested
	class Sessions {

		@Test
		void roleAndSettingsOfTheScriptHoldAcrossItsUnitsAndNotLonger() {
			database()
				.execute("DROP ROLE IF EXISTS builder; CREATE ROLE builder; GRANT ALL ON SCHEMA public TO builder;"
						+ " CREATE SCHEMA mine AUTHORIZATION builder");
			scripts().with("2_next.sql", "CREATE TABLE d AS SELECT current_user AS role;");
			migrate("SET ROLE builder;\nSET search_path = mine;\nCREATE TABLE b (id int);\nVACUUM b;\n"
					+ "CREATE TABLE c (id int);\nCREATE INDEX CONCURRENTLY ON c (id);");
			assertThat(value("SELECT string_agg(tablename || ' ' || tableowner, ', ' ORDER BY tablename) FROM pg_tables"
					+ " WHERE schemaname = 'mine'"))
				.isEqualTo("b builder, c builder");
			assertThat(value("SELECT role FROM public.d")).isEqualTo("postgres");
			database().execute("DROP OWNED BY builder; DROP ROLE builder");
		}

		@Test
		void resumedScriptHasItsSettings() {
			String start = "CREATE SCHEMA mine;\nSET search_path = mine;\nSELECT pg_catalog.set_config('work_mem',"
					+ " '77kB', false);\nCREATE TABLE b (id int);\nVACUUM b;\n";
			migrateFails(start + "CREATE TABLE c (id int); SELECT 1/0;");
			migrate(start + "CREATE TABLE c AS SELECT current_setting('work_mem') AS memory;");
			assertThat(value("SELECT memory FROM mine.c")).isEqualTo("77kB");
		}

		@Test
		void settingsOfTheScriptHoldBehindAStatementAloneWithATimeout() {
			migrate("-- migrate:lock-timeout 3s\nCREATE SCHEMA mine;\nSET search_path = mine;\nVACUUM pg_class;\n"
					+ "CREATE TABLE b AS SELECT current_setting('lock_timeout') AS timeout;\nVACUUM b;");
			assertThat(value("SELECT timeout FROM mine.b")).isEqualTo("3s");
		}

		@Test
		void scriptThatNeedsTheLostSessionIsNotResumed() {
			migrateFails("CREATE TEMP TABLE t (id int);\nVACUUM t;\nSELECT 1/0;");
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrate("CREATE TEMP TABLE t (id int);\nVACUUM t;\nSELECT * FROM t;"))
				.satisfies((ex) -> assertThat(ex.description()).contains("creates a temporary object"));
		}

		@Test
		void standardConformingStringsMayChangeWithinTheScript() {
			migrate("CREATE TABLE a (t text);\nSET standard_conforming_strings = off;\nINSERT INTO a VALUES"
					+ " ('it\\'s; one');\nSET standard_conforming_strings = on;\nINSERT INTO a VALUES ('back\\');");
			assertThat(database().list("SELECT t FROM a")).containsExactly("it's; one", "back\\");
		}

	}

	@Nested
	class Copy {

		@Test
		void inlineDataAreCopied() {
			migrate("CREATE TABLE a (id int, t text);\nCOPY a (id, t) FROM stdin;\n1\tone\n2\t\\N\n\\.\n"
					+ "COPY a FROM STDIN WITH (FORMAT csv, HEADER true);\nid,t\n3,\"three; still\n three\"\n\\.\n\n"
					+ "INSERT INTO a VALUES (4, 'four');\nCOPY a FROM stdin;\n5\tfive");
			assertThat(database().list("SELECT concat_ws('|', id, t) FROM a ORDER BY id")).containsExactly("1|one", "2",
					"3|three; still\n three", "4|four", "5|five");
		}

		@Test
		void wrongDataTellTheLineOfTheFile() {
			StatementFailedException failure = migrateFails(
					"CREATE TABLE a (id int);\n\nCOPY a FROM stdin;\n1\n2\nthree\n\\.\n");
			assertThat(failure.location()).isEqualTo("db/migration/1_script.sql:6:1");
			assertThat(value("SELECT to_regclass('a')")).isNull();
		}

		@Test
		void dumpRuns() {
			migrate("--\n-- PostgreSQL database dump\n--\n\\restrict abc\nSET statement_timeout = 0;\n"
					+ "SET client_encoding = 'UTF8';\nSELECT pg_catalog.set_config('search_path', '', false);\n"
					+ "CREATE TABLE public.a (id integer NOT NULL);\nCOPY public.a (id) FROM stdin;\n1\n\\.\n\n"
					+ "\\unrestrict abc\n");
			assertThat(value("SELECT id FROM a")).isEqualTo("1");
		}

	}

}
