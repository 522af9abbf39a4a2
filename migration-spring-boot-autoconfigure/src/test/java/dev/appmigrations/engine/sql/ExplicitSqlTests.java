package dev.appmigrations.engine.sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExplicitSql}.
 */
class ExplicitSqlTests {

	@ParameterizedTest
	@ValueSource(strings = { "SELECT now()", "SELECT lower('a')", "SELECT count(*) FROM pg_catalog.pg_class",
			"SELECT 1 FROM pg_class", "SELECT a.x FROM pg_catalog.pg_class c, pg_locks l", "SELECT 1 WHERE 1 = 1",
			"SELECT 'a' || 'b'", "SELECT '1'::text", "SELECT CAST('1' AS oid)", "SELECT date '2020-01-01'",
			"SELECT 1 WHERE 1 IN (1, 2)", "SELECT NULLIF(1, 2)", "SELECT CASE 1 WHEN 1 THEN 2 END",
			"SELECT 1 WHERE 'a' LIKE 'b'", "SELECT 1 WHERE 1 BETWEEN 1 AND 2", "SELECT 1 WHERE 1 IS DISTINCT FROM 2",
			"SELECT 1 OPERATOR(public.+) 2", "SELECT public.f()", "UPDATE \"s\".\"t\" SET a = 1 WHERE b = 2",
			"UPDATE t SET a = 1", "DELETE FROM t", "INSERT INTO t VALUES (1)",
			"INSERT INTO \"s\".\"t\" (a) VALUES (now())", "CREATE TABLE \"s\".\"t\" (a text)",
			"CREATE TABLE \"s\".\"t\" (a pg_catalog.text, b TIMESTAMPTZ)",
			"CREATE TABLE \"s\".\"t\" (a pg_catalog.text DEFAULT lower('A'))",
			"ALTER TABLE \"s\".\"t\" ADD COLUMN IF NOT EXISTS a text", "LOCK TABLE t IN ACCESS SHARE MODE",
			"DO 'BEGIN IF to_regclass(''x'') IS NULL THEN NULL; END IF; END'",
			"DO $$ BEGIN PERFORM 1 FROM pg_class; END $$", "SELECT x FROM pg_catalog.a JOIN pg_catalog.b USING (c)",
			"SELECT -5::bigint", "WITH w AS (SELECT 1) SELECT * FROM v", "SELECT 1 / 0" })
	void violationsFindsWhatIsLeftToTheSearchPath(String statement) {
		assertThat(ExplicitSql.violations(statement)).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT", "SELECT pg_catalog.now()", "SELECT 1 OPERATOR(pg_catalog.+) -1",
			"SELECT x.* FROM pg_catalog.pg_class x, pg_catalog.unnest(x.a) u (pid)",
			"SELECT pg_catalog.count(*) OVER () AS total, 'pg_class'::pg_catalog.regclass::pg_catalog.oid",
			"SELECT EXTRACT(epoch FROM pg_catalog.now() OPERATOR(pg_catalog.-) a.b)::bigint",
			"WITH w AS MATERIALIZED (SELECT 1) SELECT * FROM w WHERE NOT EXISTS (SELECT FROM w)",
			"SELECT 1 WHERE 1 OPERATOR(pg_catalog.=) ANY (ARRAY[1, 2])", "SELECT interval '1 day'",
			"INSERT INTO \"s\".\"t\" AS p (a, b) SELECT 1, 2 ON CONFLICT (a) DO UPDATE SET a = excluded.a, b = 3",
			"UPDATE \"s\".\"t\" l SET a = l.a OPERATOR(pg_catalog.+) 1, b = 2 FROM \"s\".\"u\" WHERE l.a OPERATOR(pg_catalog.=) 1",
			"CREATE TABLE IF NOT EXISTS \"s\".\"t\" (id SERIAL PRIMARY KEY, a pg_catalog.text NOT NULL UNIQUE, b BIGINT,"
					+ " PRIMARY KEY (a, b))",
			"SELECT h.* FROM \"migration_history\" h ORDER BY h.id", "SET lock_timeout = 5", "COMMIT",
			"DO 'BEGIN IF pg_catalog.to_regnamespace(''\"a\"'') IS NULL THEN CREATE SCHEMA \"a\"; END IF; END'",
			"DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = 'a', HINT = 'b'; END $$",
			"SELECT pg_catalog.interval_in(pg_catalog.textout('a'), 0::pg_catalog.oid, -1)" })
	void violationsWhenAllIsExplicitAreNone(String statement) {
		assertThat(ExplicitSql.violations(statement)).isEmpty();
	}

	@Test
	void ownFindsWhatEndsInABlank() {
		assertThat(ExplicitSql.own("BEGIN ;SELECT 'a ;' ;CREATE TABLE t (a text)\n;COMMIT ;")).containsExactly("BEGIN",
				"SELECT 'a ;'", "COMMIT");
		assertThat(ExplicitSql.own("SELECT now()")).isEmpty();
	}

}
