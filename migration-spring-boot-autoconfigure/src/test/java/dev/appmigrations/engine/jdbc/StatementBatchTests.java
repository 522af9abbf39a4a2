package dev.appmigrations.engine.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link StatementBatch}.
 */
class StatementBatchTests {

	private static StatementBatch batch(String... statements) {
		StatementBatch batch = new StatementBatch();
		List.of(statements).forEach(batch::add);
		return batch;
	}

	private static DatabaseError errorAt(int position) {
		return new DatabaseError("42601", "syntax error", null, null, null, position, ErrorOrigin.UNKNOWN);
	}

	@Test
	void addNumbersStatementsAndKeepsTheirTexts() {
		StatementBatch batch = new StatementBatch();
		assertThat(batch.size()).isZero();
		assertThat(batch.length()).isZero();
		assertThat(batch.add("SELECT 1")).isZero();
		assertThat(batch.add("SELECT 2 -- two")).isOne();
		assertThat(batch.add("SELECT '\uD83D\uDE00'")).isEqualTo(2);
		assertThat(batch.size()).isEqualTo(3);
		assertThat(batch.statement(0)).isEqualTo("SELECT 1");
		assertThat(batch.statement(1)).isEqualTo("SELECT 2 -- two");
		assertThat(batch.statement(2)).isEqualTo("SELECT '\uD83D\uDE00'");
		assertThat(batch.length()).isEqualTo(batch.text().length());
	}

	@Test
	void clearRemovesAll() {
		StatementBatch batch = batch("SELECT 1", "SELECT 2");
		batch.clear();
		assertThat(batch.size()).isZero();
		assertThat(batch.length()).isZero();
		assertThat(batch.add("SELECT 3")).isZero();
		assertThat(batch.text()).isEqualTo("SELECT 3");
	}

	@Test
	void labelStandsInFrontAndDoesNotCountInErrors() {
		StatementBatch batch = new StatementBatch();
		batch.label("/* \uD83D\uDE00 */ ");
		batch.add("ab");
		batch.add("cd");
		assertThat(batch.text()).isEqualTo("/* \uD83D\uDE00 */ ab\n;cd");
		assertThat(batch.statement(0)).isEqualTo("ab");
		assertThat(batch.textAlone(0)).isEqualTo("/* \uD83D\uDE00 */ ab");
		assertThat(batch.textAlone(1)).isEqualTo("cd");
		assertThat(batch.failure(errorAt(10), 0, new SQLException()).position()).isEqualTo(2);
		assertThat(batch.failureAlone(errorAt(10), 0, new SQLException()).position()).isEqualTo(2);
		assertThat(batch.failureAlone(errorAt(2), 1, new SQLException()).position()).isEqualTo(2);
		assertThat(batch.failureAlone(errorAt(0), 0, new SQLException()).position()).isZero();
		assertThatIllegalStateException().isThrownBy(() -> batch.label("/* late */ "));
		batch.clear();
		assertThat(batch.length()).isZero();
	}

	/** The text is {@code ab⏎;😀c⏎;d}, thus in code points ab=1, 😀c=5, d=9. */
	@ParameterizedTest
	@CsvSource({ "1, 0, 1", "2, 0, 2", "3, 0, 3", "4, 0, 4", "5, 1, 1", "6, 1, 2", "7, 1, 3", "9, 2, 1" })
	void failureWhenPositionIsKnownBelongsToTheStatementThere(int position, int statement, int expected) {
		StatementBatch batch = batch("ab", "\uD83D\uDE00c", "d");
		// Before any has run, when it was parsed, or when it was its turn.
		for (int completed : new int[] { 0, statement }) {
			BatchFailedException failure = batch.failure(errorAt(position), completed, new SQLException());
			assertThat(failure.statement()).isEqualTo(statement);
			assertThat(failure.lastStatement()).isEqualTo(statement);
			assertThat(failure.position()).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "1, 2", "9, 1", "5, 2" })
	void failureWhenPositionIsInAnotherStatementThanTheNextBelongsToTheNext(int position, int completed) {
		BatchFailedException failure = batch("ab", "\uD83D\uDE00c", "d").failure(errorAt(position), completed,
				new SQLException());
		assertThat(failure.statement()).isEqualTo(completed);
		assertThat(failure.position()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 1", "2, 2", "3, 0" })
	void failureWhenTheServerDidNotAnswerMayBelongToAnyThatIsNotCompleted(int completed, int first) {
		DatabaseError error = new DatabaseError("08006", "An I/O error occurred", null, null, null, 0,
				ErrorOrigin.UNKNOWN);
		BatchFailedException failure = batch("ab", "\uD83D\uDE00c", "d").failure(error, completed, new SQLException());
		assertThat(failure.statement()).isEqualTo(first);
		assertThat(failure.lastStatement()).isEqualTo(2);
		assertThat(failure.completed()).isEqualTo(completed);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, 0", "0, 1, 1", "0, 2, 2", "0, 3, 2", "10, 1, 1", "1000, 0, 0" })
	void failureWhenPositionIsUnknownBelongsToTheStatementThatWasNext(int position, int completed, int statement) {
		BatchFailedException failure = batch("ab", "\uD83D\uDE00c", "d").failure(errorAt(position), completed,
				new SQLException());
		assertThat(failure.statement()).isEqualTo(statement);
		assertThat(failure.position()).isZero();
	}

	@Test
	void failureWhenThereAreManyStatementsFindsEach() {
		StatementBatch batch = new StatementBatch();
		for (int i = 0; i < 1000; i++) {
			batch.add("SELECT " + i);
		}
		for (int i = 0; i < 1000; i++) {
			int position = batch.text().indexOf("SELECT " + i + ((i < 999) ? "\n" : "")) + 8;
			BatchFailedException failure = batch.failure(errorAt(position), 0, new SQLException());
			assertThat(failure.statement()).isEqualTo(i);
			assertThat(failure.position()).isEqualTo(8);
		}
	}

	@Nested
	class OnServer {

		@FreshDatabase
		private static TestDatabase database;

		private BatchFailedException failure(String... statements) throws SQLException {
			try (Session session = Session.open(database.dataSource(), (notice) -> {
			})) {
				return catchThrowableOfType(BatchFailedException.class, () -> session.send(batch(statements)));
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "SELECT 1 -- one", "SELECT 1 /* one */", "SELECT 1 --",
				"SELECT '\uD83D\uDE00' -- \uD83D\uDE00", "SELECT $$;$$", "DO $$ BEGIN END $$", "SELECT ';'",
				"SELECT 1\n" })
		void sendRunsStatementsOneByOneHoweverTheyEnd(String first) throws SQLException {
			assertThat(failure(first, first, "CREATE TEMP TABLE a (id int)")).isNull();
			BatchFailedException failure = failure(first, first, "SELECT '\uD83D\uDE00', nonsense", first);
			assertThat(failure.statement()).isEqualTo(2);
			assertThat(failure.position()).isEqualTo(13);
			assertThat(failure.error().sqlState()).isEqualTo("42703");
		}

		@Test
		void sendWhenStatementFailsWithoutPositionCountsWhatWasDone() throws SQLException {
			BatchFailedException failure = failure("SELECT 1", "CREATE TEMP TABLE a ()", "SELECT 1/0", "SELECT 2");
			assertThat(failure.statement()).isEqualTo(2);
			assertThat(failure.position()).isZero();
		}

		@Test
		void sendWhenLastStatementCannotBeParsedFindsItBeforeAnyHasRun() throws SQLException {
			BatchFailedException failure = failure("SELECT 1", "SELECT 2", "SELEC 3");
			assertThat(failure.statement()).isEqualTo(2);
			assertThat(failure.position()).isOne();
		}

		@Test
		void sendWhenStatementIsIncompletePointsBehindIt() throws SQLException {
			BatchFailedException failure = failure("SELECT 1", "SELECT (2", "SELECT 3");
			assertThat(failure.statement()).isOne();
			assertThat(failure.position()).isGreaterThan("SELECT (2".length());
		}

		@Test
		void sendWhenPositionIsThatOfAPreparedTextBelongsToItsExecution() throws SQLException {
			BatchFailedException failure = failure("CREATE TEMP TABLE a (x int, y int)",
					"PREPARE p AS SELECT x, y FROM a", "ALTER TABLE a DROP COLUMN y", "EXECUTE p", "SELECT 1");
			assertThat(failure.error().position()).isPositive();
			assertThat(failure.statement()).isEqualTo(3);
			assertThat(failure.position()).isZero();
		}

		@Test
		void sendWhenTheDriverGivesUpAtTheEndMayBelongToAnyStatement() throws SQLException {
			BatchFailedException failure = failure("SELECT 1", "SET client_encoding = 'LATIN1'", "SELECT 2");
			assertThat(failure.statement()).isZero();
			assertThat(failure.lastStatement()).isEqualTo(2);
			assertThat(failure.completed()).isEqualTo(3);
		}

		@ParameterizedTest
		@ValueSource(strings = {
				"CREATE RULE r AS ON INSERT TO a DO ALSO (INSERT INTO b SELECT 1; INSERT INTO b SELECT 2)",
				"CREATE RULE r AS ON INSERT TO a DO INSTEAD NOTHING",
				"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO b SELECT 1; RETURN NULL; END'",
				"CREATE SCHEMA s CREATE TABLE c (id int) CREATE VIEW d AS SELECT 1",
				"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
				"EXPLAIN ANALYZE INSERT INTO a SELECT 1", "COPY (SELECT 1 UNION ALL SELECT 2) TO STDOUT",
				"DECLARE c CURSOR FOR SELECT 1; FETCH ALL FROM c", "SAVEPOINT x", "SHOW work_mem",
				"WITH n AS (INSERT INTO b SELECT 1 RETURNING *) SELECT * FROM n", "SET CONSTRAINTS ALL IMMEDIATE",
				"LISTEN x; NOTIFY x", "VALUES (1), (2)", "TABLE a", "SELECT", "SELECT 1 AS one INTO c" })
		void sendWhenStatementEndsInItsOwnWayCountsItOnce(String odd) throws SQLException {
			int further = odd.split("; (?=FETCH|NOTIFY)").length;
			List<String> statements = new ArrayList<>(
					List.of("BEGIN", "CREATE TABLE a (id int)", "CREATE TABLE b (id int)"));
			statements.addAll(List.of(odd.split("; (?=FETCH|NOTIFY)")));
			statements.addAll(List.of("INSERT INTO a SELECT 1", "SELECT 1/0", "SELECT 2"));
			BatchFailedException failure = failure(statements.toArray(String[]::new));
			assertThat(failure.error().sqlState()).isEqualTo("22012");
			assertThat(failure.statement()).isEqualTo(4 + further);
		}

	}

}
