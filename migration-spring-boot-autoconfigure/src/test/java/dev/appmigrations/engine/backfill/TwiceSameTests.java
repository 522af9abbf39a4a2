package dev.appmigrations.engine.backfill;

import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TwiceSame}.
 */
class TwiceSameTests {

	private static final String RANGE = " WHERE id BETWEEN 3 AND 7";

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void createTables() {
		this.database.execute("CREATE TABLE t (id int PRIMARY KEY, n int DEFAULT 0, a text, b numeric, at timestamptz);"
				+ " INSERT INTO t (id, a, b) SELECT g, g, 1.0 FROM generate_series(1, 10) g;"
				+ " CREATE TABLE u (id int PRIMARY KEY, n int); INSERT INTO u SELECT g, 0 FROM generate_series(1, 10) g;"
				+ " CREATE TABLE log (id int, at timestamptz DEFAULT clock_timestamp());"
				+ " CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (NEW.id);"
				+ " RETURN NEW; END $$; CREATE TRIGGER log AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION log();"
				+ " CREATE FUNCTION fill(f int, l int) RETURNS bigint LANGUAGE sql AS 'UPDATE u SET n = n + 1 WHERE id"
				+ " BETWEEN f AND l; SELECT count(*) FROM u'");
	}

	private boolean holds(String... statements) throws Exception {
		String before = content();
		try (Session session = Specs.session(this.database.dataSource())) {
			WalkedTable table = WalkedTableReader.read(session, Specs.of("t"), null);
			return new TwiceSame(session, table).holds(new BatchStep.Statements(List.of(statements)), List.of("3"),
					List.of("7"));
		}
		finally {
			assertThat(content()).isEqualTo(before);
		}
	}

	private String content() {
		return this.database.value("SELECT string_agg(t::text, ';' ORDER BY id) FROM t")
				+ this.database.value("SELECT string_agg(u::text, ';' ORDER BY id) FROM u")
				+ this.database.value("SELECT count(*) FROM log");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UPDATE t SET a = upper(a)" + RANGE, "UPDATE t SET at = now()" + RANGE + " -- as of now",
			"DELETE FROM t" + RANGE, "UPDATE t SET n = 7 FROM u WHERE t.id = u.id AND u.id BETWEEN 3 AND 7",
			"INSERT INTO u SELECT id + 100, n FROM t" + RANGE + " ON CONFLICT DO NOTHING",
			"INSERT INTO u SELECT id + 100, n FROM t" + RANGE
					+ " AND NOT EXISTS (SELECT FROM u WHERE u.id = t.id + 100)",
			"SELECT id FROM t" + RANGE, "UPDATE t SET id = id + 10" + RANGE, "UPDATE t SET n = 1 WHERE false",
			"WITH w AS (DELETE FROM u" + RANGE + " RETURNING id) UPDATE t SET a = 'x' FROM w WHERE w.id = t.id" })
	void holdsWhenASecondRunLeavesTheSame(String statement) throws Exception {
		assertThat(holds(statement)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "UPDATE t SET n = n + 1" + RANGE, "UPDATE t SET a = a || 'x'" + RANGE,
			"UPDATE t SET b = b * 1.0" + RANGE, "UPDATE t SET at = clock_timestamp()" + RANGE,
			"INSERT INTO log SELECT id FROM t" + RANGE, "UPDATE u SET n = n + 1" + RANGE, "SELECT fill(3, 7)",
			"INSERT INTO t (id) SELECT max(id) + 1 FROM t" })
	void holdsNotWhenASecondRunChangesMore(String statement) throws Exception {
		assertThat(holds(statement)).isFalse();
	}

	@Test
	void holdsWhenOneOfSeveralStatementsChangesMoreIsFalse() throws Exception {
		assertThat(holds("UPDATE t SET a = 'x'" + RANGE, "UPDATE t SET b = 2" + RANGE)).isTrue();
		assertThat(holds("UPDATE t SET a = 'x'" + RANGE, "UPDATE t SET n = n + 1" + RANGE)).isFalse();
		assertThat(holds("UPDATE t SET a = 'x'" + RANGE, "INSERT INTO t (id) SELECT max(id) + 1 FROM t")).isFalse();
	}

	@Test
	void holdsWhenAStatementFailsThrowsAndLeavesTheSessionUsable() throws Exception {
		try (Session session = Specs.session(this.database.dataSource())) {
			WalkedTable table = WalkedTableReader.read(session, Specs.of("t"), null);
			TwiceSame trial = new TwiceSame(session, table);
			assertThatExceptionOfType(DatabaseErrorException.class)
				.isThrownBy(() -> trial.holds(new BatchStep.Statements(List.of("UPDATE t SET id = 1" + RANGE)),
						List.of("3"), List.of("7")))
				.satisfies((ex) -> assertThat(ex.error().sqlState()).isEqualTo("23505"));
			assertThat(trial.holds(new BatchStep.Statements(List.of("SELECT 1")), List.of("3"), List.of("7"))).isTrue();
		}
	}

	@Test
	void holdsLooksIntoPartitions() throws Exception {
		this.database.execute("DROP TABLE t; CREATE TABLE t (id int PRIMARY KEY, n int) PARTITION BY RANGE (id);"
				+ " CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (5);"
				+ " CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (5) TO (50);"
				+ " INSERT INTO t SELECT g, 0 FROM generate_series(1, 10) g");
		assertThat(holds("UPDATE t SET n = 4" + RANGE)).isTrue();
		assertThat(holds("UPDATE t SET n = n + 1" + RANGE)).isFalse();
		assertThat(holds("INSERT INTO t SELECT max(id) + 1 FROM t")).isFalse();
	}

}
