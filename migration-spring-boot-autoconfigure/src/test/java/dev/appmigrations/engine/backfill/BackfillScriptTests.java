package dev.appmigrations.engine.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationVisitor;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.script.CatalogReader;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.script.MigrationCatalog;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link BackfillScript}.
 */
class BackfillScriptTests {

	private static final String HEADER = "-- migrate:backfill table=users\n-- migrate:verify none it is a test\n";

	private static final List<String> FROM = List.of("CAST('5' AS pg_catalog.int8)");

	private static final List<String> TO = List.of("CAST('90' AS pg_catalog.int8)");

	private static ScriptPart part(String text, Placeholders placeholders) {
		MemoryScripts scripts = new MemoryScripts().with("2_fill.sql", HEADER + text);
		MigrationCatalog catalog = new CatalogReader(scripts, List.of(Location.parse("db/migration")), placeholders)
			.read();
		assertThat(catalog.problems()).isEmpty();
		MigrationVisitor<ScriptPart> up = SqlMigration::up;
		return catalog.migrations().get(0).accept(up);
	}

	private static BackfillScript script(String text) {
		return BackfillScript.read(part(text, Placeholders.NONE), Placeholders.NONE, 1);
	}

	private static Problem problem(String text, int keySize) {
		InvalidMigrationsException failure = catchThrowableOfType(InvalidMigrationsException.class,
				() -> BackfillScript.read(part(text, Placeholders.NONE), Placeholders.NONE, keySize));
		assertThat(failure).as(text).isNotNull();
		assertThat(failure.problems()).hasSize(1);
		return failure.problems().get(0);
	}

	@Nested
	class Binding {

		@Test
		void bindPutsKeysInThePlaceOfTheRange() {
			assertThat(script("UPDATE users SET a = b WHERE id BETWEEN :from AND :to; DELETE FROM x"
					+ " WHERE id>=:FROM AND id<=:To /* :from */ AND s <> ':other'")
				.bind(FROM, TO))
				.containsExactly(
						"UPDATE users SET a = b WHERE id BETWEEN CAST('5' AS pg_catalog.int8)"
								+ " AND CAST('90' AS pg_catalog.int8)",
						"DELETE FROM x WHERE id>=CAST('5' AS pg_catalog.int8) AND id<=CAST('90' AS pg_catalog.int8)"
								+ " /* :from */ AND s <> ':other'");
		}

		@Test
		void bindWhenKeyHasSeveralColumnsWritesLists() {
			BackfillScript script = BackfillScript.read(
					part("UPDATE users SET a = 1 WHERE (tenant, id) BETWEEN (:from) AND ( :to ); SELECT f(:from, :to)",
							Placeholders.NONE),
					Placeholders.NONE, 2);
			assertThat(script.bind(List.of("'a'", "1"), List.of("'b'", "2"))).containsExactly(
					"UPDATE users SET a = 1 WHERE (tenant, id) BETWEEN ('a', 1) AND ( 'b', 2 )",
					"SELECT f('a', 1, 'b', 2)");
		}

		@ParameterizedTest
		@ValueSource(strings = { "UPDATE users SET a = b::from_type WHERE id BETWEEN :from AND :to",
				"UPDATE users SET a = ARRAY[1, 2][1:2] WHERE id BETWEEN :from AND :to",
				"UPDATE users SET a = x[lo:hi] WHERE id BETWEEN :from AND :to",
				"UPDATE users SET a = '12:from5' || 'a::to' WHERE id BETWEEN :from AND :to",
				"WITH w AS (SELECT id FROM users WHERE id BETWEEN :from AND :to) DELETE FROM o USING w WHERE o.id = w.id",
				"INSERT INTO o (id) SELECT id FROM users WHERE id BETWEEN :from AND :to ON CONFLICT DO NOTHING",
				"INSERT INTO o (SELECT id FROM users WHERE id BETWEEN :from AND :to)",
				"WITH r AS (DELETE FROM users WHERE id BETWEEN :from AND :to RETURNING *) INSERT INTO o SELECT * FROM r",
				"MERGE INTO o USING (SELECT id FROM users WHERE id BETWEEN :from AND :to) s ON s.id = o.id"
						+ " WHEN NOT MATCHED THEN INSERT VALUES (s.id)",
				"SELECT fill(:from, :to)", "SELECT public.fill(first => :from, last => :to)",
				"(SELECT fill(:from, :to))",
				"UPDATE ONLY users u SET (a, b) = ROW (1, 2) WHERE u.id >= :from AND u.id <= :to",
				"UPDATE users SET a = 1 WHERE id BETWEEN\n-- :other stands in a comment\n:from AND :to" })
		void readTakesStatementsThatChangeARange(String statement) {
			String bound = script(statement).bind(FROM, TO).get(0);
			assertThat(bound.replace(FROM.get(0), ":from").replace(TO.get(0), ":to")).isEqualTo(statement);
		}

		@Test
		void readReplacesPlaceholders() {
			Placeholders placeholders = new Placeholders(Map.of("schema", "app", "key", ":from"));
			String text = "DELETE FROM ${schema}.x WHERE id BETWEEN ${key} AND :to";
			assertThat(BackfillScript.read(part(text, placeholders), placeholders, 1).bind(List.of("1"), List.of("2")))
				.containsExactly("DELETE FROM app.x WHERE id BETWEEN 1 AND 2");
		}

		@Test
		void readTakesTheDownSectionAlone() {
			MemoryScripts scripts = new MemoryScripts().with("2_fill.sql", HEADER
					+ "DELETE FROM a WHERE id BETWEEN :from AND :to;\n-- migrate:down\nDELETE FROM b WHERE id >= :from AND id <= :to;");
			MigrationCatalog catalog = new CatalogReader(scripts, List.of(Location.parse("db/migration")),
					Placeholders.NONE)
				.read();
			MigrationVisitor<ScriptPart> down = SqlMigration::rollback;
			assertThat(BackfillScript.read(catalog.migrations().get(0).accept(down), Placeholders.NONE, 1)
				.bind(List.of("1"), List.of("2"))).containsExactly("DELETE FROM b WHERE id >= 1 AND id <= 2");
		}

	}

	@Nested
	class Faults {

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`',
				value = { "UPDATE users SET a = 1 WHERE id > 5 | 3:1 | has no :from and :to",
						"SELECT 1; UPDATE users SET a = 1 WHERE id BETWEEN :from AND :to | 3:1 | has no :from and :to",
						"UPDATE users SET a = 1 WHERE id >= :from | 3:1 | has no :to",
						"DELETE FROM users WHERE id < :to | 3:1 | has no :from",
						"UPDATE users SET a = :from, b = :to | 3:1 | has no WHERE",
						"DELETE FROM users USING (SELECT :from, :to) x | 3:1 | has no WHERE",
						"UPDATE users SET a = ':from' WHERE id BETWEEN :from AND :to | 3:23 | between quotes",
						"UPDATE users SET a = $$x :to$$ WHERE id BETWEEN :from AND :to | 3:26 | between quotes",
						"UPDATE users SET a = E'a :from' WHERE id BETWEEN :from AND :to | 3:26 | between quotes",
						"UPDATE users SET a = 1 WHERE id BETWEEN \":from\" AND :to | 3:42 | between quotes",
						"UPDATE users SET a = x[:from] WHERE id BETWEEN :from AND :to | 3:24 | between brackets",
						"UPDATE users SET a = x[1:to] WHERE id BETWEEN :from AND :to | 3:25 | between brackets",
						"UPDATE users SET a = 1 WHERE :batch | 3:30 | no :batch",
						"UPDATE users SET a = :value WHERE id BETWEEN :from AND :to | 3:22 | no :value",
						"UPDATE users SET a = :'value' WHERE id BETWEEN :from AND :to | 3:22 | no :'value'",
						"INSERT INTO users VALUES (:from, :to) | 3:1 | INSERT … VALUES cannot",
						"CREATE INDEX ON users (a) | 3:1 | CREATE cannot",
						"ALTER TABLE users ADD x int | 3:1 | ALTER cannot",
						"CREATE TABLE x AS SELECT :from, :to | 3:1 | CREATE cannot",
						"SELECT id INTO x FROM users WHERE id BETWEEN :from AND :to | 3:1 | SELECT INTO cannot",
						"CALL fill(:from, :to) | 3:1 | CALL cannot", "DO $$ BEGIN END $$ | 3:1 | DO cannot",
						"SET work_mem = '1GB' | 3:1 | SET cannot", "VALUES (:from, :to) | 3:1 | VALUES cannot",
						"EXPLAIN ANALYZE DELETE FROM users WHERE id > 1 | 3:1 | has no :from",
						"TRUNCATE users | 3:1 | TRUNCATE cannot", "LOCK TABLE users | 3:1 | LOCK cannot",
						"VACUUM users | 3:1 | VACUUM cannot", "COPY users TO STDOUT | 3:1 | COPY cannot",
						"GRANT ALL ON users TO x | 3:1 | GRANT cannot", "NOTIFY x | 3:1 | NOTIFY cannot",
						"SAVEPOINT a | 3:1 | SAVEPOINT cannot" })
		void readWhenAStatementCannotRunInBatchesSaysWhereAndWhatToWrite(String statement, String place,
				String problem) {
			Problem found = problem(statement, 1);
			assertThat(found.code()).isEqualTo(Problem.Code.INVALID_BACKFILL);
			assertThat(found.message()).startsWith("db/migration/2_fill.sql:" + place + ": ").contains(problem);
			assertThat(found.remedy()).isNotEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "BEGIN; DELETE FROM users WHERE id BETWEEN :from AND :to; COMMIT",
				"DELETE FROM users WHERE id BETWEEN :from AND :to; COMMIT AND CHAIN" })
		void readWhenThereIsTransactionControlRefusesIt(String text) {
			InvalidMigrationsException failure = catchThrowableOfType(InvalidMigrationsException.class,
					() -> script(text));
			assertThat(failure.problems())
				.allSatisfy((problem) -> assertThat(problem.message()).contains("each batch is a transaction already"));
		}

		@Test
		void readWhenInlineDataFollowsRefusesCopy() {
			assertThat(problem("COPY users FROM stdin;\n1\t:from\n\\.\n", 1).message()).contains("COPY cannot");
		}

		@Test
		void readReportsEachStatement() {
			InvalidMigrationsException failure = catchThrowableOfType(InvalidMigrationsException.class,
					() -> script("SELECT 1;\nTRUNCATE a;\nDELETE FROM b WHERE id BETWEEN :from AND :to;"));
			assertThat(failure.problems()).extracting(Problem::message)
				.satisfiesExactly((one) -> assertThat(one).contains(":3:1: "),
						(other) -> assertThat(other).contains(":4:1: "));
		}

		@ParameterizedTest
		@ValueSource(strings = { "DELETE FROM users WHERE id BETWEEN :from AND :to",
				"DELETE FROM users WHERE (tenant, id) >= :from AND (tenant, id) <= (:to)" })
		void readWhenKeyHasSeveralColumnsAsksForParentheses(String statement) {
			Problem found = problem(statement, 2);
			assertThat(found.message()).contains(":from is a list of 2 values");
			assertThat(found.remedy()).contains("(tenant_id, id) BETWEEN (:from) AND (:to)");
		}

	}

	@Nested
	class Places {

		@FreshDatabase
		private TestDatabase database;

		@ParameterizedTest
		@ValueSource(strings = { "SELECT 1 WHERE 'ä😀' = '' OR 1 BETWEEN :from AND :to\n  AND «nope",
				"SELECT :from, :to,\n\t«nope", "SELECT «nope WHERE 1 BETWEEN :from AND :to",
				"SELECT 1 WHERE «'a'::date BETWEEN :from AND :to", "SELECT :to, now() «+ :from",
				"SELECT 1\r\nWHERE :from = :to AND\r\n '😀' = «nope()" })
		void placePointsAtTheScript(String marked) throws SQLException {
			int mark = marked.indexOf('«');
			String text = marked.replace("«", "");
			BackfillScript script = script(text);
			String bound = script.bind(FROM, TO).get(0);
			PSQLException failure = null;
			try (Connection connection = this.database.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				failure = catchThrowableOfType(PSQLException.class, () -> statement.execute(bound));
			}
			ServerErrorMessage error = Objects.requireNonNull(failure).getServerErrorMessage();
			assertThat(error).isNotNull();
			String before = marked.substring(0, mark);
			int line = 3 + (int) before.chars().filter((c) -> c == '\n').count();
			int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
			assertThat(script.place(0, error.getPosition())).as(failure.getMessage())
				.startsWith("db/migration/2_fill.sql:" + line + ":" + column + "\n    ");
		}

		@Test
		void placeWhenTheServerPointsIntoAKeyIsThatOfTheToken() {
			BackfillScript script = script("SELECT f(:from,\n :to)");
			script.bind(List.of("CAST('x' AS pg_catalog.int8)"), List.of("CAST('y' AS pg_catalog.int8)"));
			assertThat(script.place(0, 15)).startsWith("db/migration/2_fill.sql:3:10\n");
			assertThat(script.place(0, 46)).startsWith("db/migration/2_fill.sql:4:2\n");
		}

		@Test
		void placeWhenTheServerDoesNotSayIsThatOfTheStatement() {
			BackfillScript script = script("SELECT f(:from, :to);\n  SELECT g(:from, :to)");
			script.bind(FROM, TO);
			assertThat(script.place(1, 0)).isEqualTo("""
					db/migration/2_fill.sql:4:3
					      SELECT g(:from, :to)
					      ^
					""");
			assertThat(script.place(-1, 5)).isEqualTo("db/migration/2_fill.sql\n");
		}

	}

}
