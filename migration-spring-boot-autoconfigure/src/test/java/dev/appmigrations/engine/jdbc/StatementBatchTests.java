package dev.appmigrations.engine.jdbc;

import java.sql.SQLException;
import java.util.List;

import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
		return new DatabaseError("42601", "syntax error", null, null, null, position);
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
		for (int completed = 0; completed <= 3; completed++) {
			BatchFailedException failure = batch.failure(errorAt(position), completed, new SQLException());
			assertThat(failure.statement()).isEqualTo(statement);
			assertThat(failure.position()).isEqualTo(expected);
		}
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

		private static TestDatabase database;

		@BeforeAll
		static void createDatabase() {
			database = TestDatabase.create();
		}

		@AfterAll
		static void dropDatabase() {
			database.close();
		}

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

	}

}
