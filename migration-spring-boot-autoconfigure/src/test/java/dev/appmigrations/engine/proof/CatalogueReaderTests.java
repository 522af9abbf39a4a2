package dev.appmigrations.engine.proof;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reader that asks only for what has changed knows the same as one that asks for
 * everything, whatever was done in between.
 */
class CatalogueReaderTests {

	private static final List<String> CHANGES = List.of(
			"CREATE TABLE a (id int PRIMARY KEY, name text); CREATE TABLE b (id int REFERENCES a, CHECK (id > 0))",
			"CREATE VIEW v AS SELECT id, name FROM a", "CREATE VIEW w AS SELECT name FROM v",
			"ALTER TABLE a RENAME COLUMN name TO title", "ALTER VIEW v RENAME COLUMN name TO heading",
			"ALTER TABLE a RENAME TO aa", "ALTER TABLE aa RENAME TO a", "ALTER TABLE a ADD COLUMN c int DEFAULT 7",
			"ALTER TABLE a ALTER c SET DEFAULT 8", "ALTER TABLE a ALTER c DROP DEFAULT",
			"ALTER TABLE a ALTER c SET NOT NULL", "ALTER TABLE a ALTER c TYPE bigint",
			"ALTER TABLE a ALTER c SET STATISTICS 50", "ALTER TABLE a DROP COLUMN c",
			"CREATE INDEX i ON a (lower(title))", "ALTER INDEX i RENAME TO j",
			"ALTER INDEX j ALTER COLUMN 1 SET STATISTICS 9", "ALTER INDEX j SET (fillfactor = 50)",
			"COMMENT ON INDEX j IS 'x'", "COMMENT ON INDEX j IS NULL", "DROP INDEX j",
			"CREATE UNIQUE INDEX u ON a (title)", "ALTER TABLE a REPLICA IDENTITY USING INDEX a_pkey",
			"ALTER TABLE a REPLICA IDENTITY DEFAULT", "ALTER TABLE a CLUSTER ON u", "ALTER TABLE a SET WITHOUT CLUSTER",
			"ALTER TABLE a SET (fillfactor = 70, toast.autovacuum_enabled = off)",
			"ALTER TABLE a RESET (toast.autovacuum_enabled)", "ALTER TABLE b SET UNLOGGED", "ALTER TABLE b SET LOGGED",
			"COMMENT ON TABLE a IS 'x'", "COMMENT ON TABLE a IS 'y'", "COMMENT ON COLUMN a.title IS 'x'",
			"COMMENT ON COLUMN a.title IS NULL", "COMMENT ON CONSTRAINT b_id_check ON b IS 'x'",
			"COMMENT ON CONSTRAINT b_id_check ON b IS NULL", "GRANT SELECT ON a TO PUBLIC",
			"GRANT UPDATE (title) ON a TO pg_monitor", "REVOKE SELECT ON a FROM PUBLIC",
			"ALTER TABLE a OWNER TO pg_monitor", "ALTER TABLE a OWNER TO CURRENT_USER",
			"ALTER TABLE b DISABLE TRIGGER ALL", "ALTER TABLE b ENABLE TRIGGER ALL",
			"ALTER TABLE a DISABLE TRIGGER ALL", "ALTER TABLE b ALTER CONSTRAINT b_id_fkey DEFERRABLE",
			"ALTER TABLE b RENAME CONSTRAINT b_id_check TO positive", "ALTER TABLE b DROP CONSTRAINT positive",
			"ALTER TABLE b ADD CONSTRAINT late CHECK (id < 9) NOT VALID", "ALTER TABLE b VALIDATE CONSTRAINT late",
			"ALTER TABLE b DROP CONSTRAINT b_id_fkey", "CREATE SEQUENCE s", "ALTER SEQUENCE s INCREMENT 3 CACHE 4",
			"ALTER SEQUENCE s OWNED BY a.id", "ALTER TABLE a ALTER id SET DEFAULT nextval('s')",
			"ALTER SEQUENCE s RENAME TO t", "ALTER SEQUENCE t OWNED BY NONE", "ALTER TABLE a ALTER id DROP DEFAULT",
			"SELECT nextval('t')", "DROP SEQUENCE t",
			"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
			"CREATE TRIGGER tr BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION f()",
			"ALTER TRIGGER tr ON b RENAME TO tri", "ALTER TABLE b DISABLE TRIGGER tri",
			"ALTER FUNCTION f() RENAME TO g", "COMMENT ON TRIGGER tri ON b IS 'x'",
			"COMMENT ON TRIGGER tri ON b IS NULL", "DROP TRIGGER tri ON b",
			"CREATE OR REPLACE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
			"GRANT EXECUTE ON FUNCTION g() TO pg_monitor", "ALTER TABLE b ENABLE ROW LEVEL SECURITY",
			"CREATE POLICY p ON b USING (id > 1)", "ALTER POLICY p ON b TO pg_monitor",
			"ALTER POLICY p ON b RENAME TO q", "DROP POLICY q ON b",
			"CREATE RULE r AS ON DELETE TO b DO INSTEAD NOTHING", "ALTER TABLE b DISABLE RULE r", "DROP RULE r ON b",
			"CREATE STATISTICS st ON id, title FROM a", "ALTER STATISTICS st SET STATISTICS 20", "DROP STATISTICS st",
			"CREATE TYPE mood AS ENUM ('sad')", "ALTER TABLE b ADD m mood DEFAULT 'sad' CHECK (m <> 'sad')",
			"CREATE VIEW moods AS SELECT id FROM b WHERE m = 'sad'", "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'",
			"ALTER TYPE mood ADD VALUE 'happy' BEFORE 'blue'", "ALTER TYPE mood RENAME TO feeling",
			"CREATE TYPE pair AS (x int, y text)", "ALTER TYPE pair ADD ATTRIBUTE z int",
			"ALTER TYPE pair RENAME ATTRIBUTE z TO zz", "GRANT USAGE ON TYPE pair TO pg_monitor",
			"ALTER TYPE pair OWNER TO pg_monitor", "COMMENT ON TYPE pair IS 'x'", "COMMENT ON COLUMN pair.x IS 'x'",
			"CREATE TABLE rows_of (r a, l a[], p pair)", "ALTER TABLE a RENAME TO renamed",
			"ALTER TABLE renamed RENAME TO a", "ALTER TYPE pair RENAME TO couple",
			"CREATE DOMAIN d AS int CHECK (VALUE > 0)", "ALTER DOMAIN d ADD CONSTRAINT top CHECK (VALUE < 9)",
			"ALTER DOMAIN d RENAME CONSTRAINT top TO lid", "ALTER DOMAIN d SET DEFAULT 3",
			"CREATE TABLE parent (id int); CREATE TABLE child () INHERITS (parent)",
			"CREATE TABLE empty_parent (); CREATE TABLE empty_child () INHERITS (empty_parent)",
			"ALTER TABLE empty_child NO INHERIT empty_parent", "ALTER TABLE parent ADD n text",
			"ALTER TABLE parent RENAME n TO o", "ALTER TABLE parent RENAME TO ancestor",
			"CREATE TABLE part (id int, k int) PARTITION BY RANGE (id)",
			"CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1) TO (9)", "CREATE INDEX ON part (k)",
			"ALTER INDEX part_k_idx RENAME TO part_k", "ALTER TABLE part DETACH PARTITION part_1",
			"ALTER TABLE part ATTACH PARTITION part_1 FOR VALUES FROM (1) TO (9)", "DROP TABLE part_1",
			"CREATE MATERIALIZED VIEW mv AS SELECT id FROM a WITH NO DATA", "REFRESH MATERIALIZED VIEW mv",
			"ALTER MATERIALIZED VIEW mv SET (fillfactor = 60)", "ALTER VIEW w SET (security_barrier)",
			"CREATE OR REPLACE VIEW w AS SELECT heading AS name, 1 AS one FROM v", "DROP VIEW moods",
			"CREATE SCHEMA other", "ALTER TABLE b SET SCHEMA other", "ALTER SCHEMA other RENAME TO another",
			"COMMENT ON SCHEMA another IS 'x'", "COMMENT ON SCHEMA public IS 'p'", "COMMENT ON SCHEMA public IS NULL",
			"GRANT USAGE ON SCHEMA another TO PUBLIC", "ALTER SCHEMA another OWNER TO pg_monitor",
			"ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
			"ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM PUBLIC", "CREATE EXTENSION hstore",
			"CREATE TABLE h (x hstore)", "ALTER EXTENSION hstore ADD TABLE h", "ALTER EXTENSION hstore DROP TABLE h",
			"ALTER EXTENSION hstore SET SCHEMA another", "CREATE COLLATION plain (LOCALE = 'C')",
			"ALTER TABLE a ADD tc text COLLATE plain", "ALTER COLLATION plain RENAME TO simple",
			"CREATE TEXT SEARCH CONFIGURATION words (COPY = pg_catalog.simple)",
			"ALTER TEXT SEARCH CONFIGURATION words DROP MAPPING FOR url",
			"CREATE FUNCTION same(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT $1 = $2'",
			"CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = same)",
			"ALTER TABLE a ADD CHECK (id === 1)", "ALTER OPERATOR === (int, int) SET SCHEMA another",
			"CREATE OPERATOR FAMILY fam USING btree",
			"ALTER OPERATOR FAMILY fam USING btree ADD OPERATOR 1 < (int4, int8)",
			"ALTER OPERATOR FAMILY fam USING btree DROP OPERATOR 1 (int4, int8)",
			"CREATE CAST (feeling AS int) WITH INOUT", "CREATE FOREIGN DATA WRAPPER fdw",
			"CREATE SERVER srv FOREIGN DATA WRAPPER fdw",
			"CREATE FOREIGN TABLE ft (id int OPTIONS (o 'x')) SERVER srv OPTIONS (t 'y')",
			"ALTER FOREIGN TABLE ft OPTIONS (SET t 'z')", "ALTER SERVER srv RENAME TO server",
			"CREATE USER MAPPING FOR CURRENT_USER SERVER server", "DROP USER MAPPING FOR CURRENT_USER SERVER server",
			"CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
			"CREATE EVENT TRIGGER et ON ddl_command_start EXECUTE FUNCTION e()", "ALTER EVENT TRIGGER et DISABLE",
			"DROP EVENT TRIGGER et", "CREATE TABLE migration_history (id int); CREATE TABLE migration_log (id int)",
			"ALTER TABLE migration_log ADD x int", "DROP TABLE migration_history", "DROP TABLE migration_log",
			"CREATE TABLE twice (id int); DROP TABLE twice; CREATE TABLE twice (id int, x text)",
			"ALTER TABLE twice ALTER x SET DEFAULT 'a'; ALTER TABLE twice ALTER x DROP DEFAULT; COMMENT ON TABLE twice IS 'q'",
			"VACUUM FULL pg_class", "VACUUM FULL pg_attribute", "ANALYZE", "VACUUM FREEZE pg_constraint",
			"ALTER TABLE twice ADD y int", "DROP TABLE twice", "CREATE PUBLICATION news FOR TABLE a",
			"ALTER PUBLICATION news ADD TABLE ancestor", "ALTER TABLE ancestor RENAME TO elder",
			"ALTER PUBLICATION news SET (publish = 'insert')", "ALTER PUBLICATION news DROP TABLE a",
			"DROP PUBLICATION news", "DROP TABLE a CASCADE");

	private static final List<String> ROUTINES_AND_TYPES = List.of(
			"CREATE TABLE a (id int, name text); CREATE TABLE b (id int)",
			"CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
			"CREATE OR REPLACE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1'",
			"CREATE FUNCTION f(text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
			"CREATE INDEX ON a (f(id)); ALTER TABLE a ADD CHECK (f(name) = 1); CREATE VIEW v AS SELECT f(id) AS x FROM a",
			"ALTER TABLE a ALTER id SET DEFAULT f(1), ADD g int GENERATED ALWAYS AS (f(name)) STORED",
			"CREATE POLICY p ON a USING (f(id) > 1)", "CREATE STATISTICS st ON f(id), name FROM a",
			"CREATE DOMAIN d AS int CHECK (f(VALUE) > 1)", "ALTER DOMAIN d SET DEFAULT f(3)",
			"CREATE FUNCTION h(x int DEFAULT f(5)) RETURNS int LANGUAGE sql AS 'SELECT $1'",
			"CREATE OPERATOR |/| (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl)",
			"CREATE FUNCTION step(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 + $2'",
			"CREATE AGGREGATE total(int) (SFUNC = step, STYPE = int, INITCOND = '0')",
			"ALTER FUNCTION step(int, int) RENAME TO stride", "ALTER TABLE b ADD p regprocedure[] DEFAULT '{f(text)}'",
			"ALTER FUNCTION f(text) RENAME TO fa", "ALTER FUNCTION f(int) RENAME TO ff",
			"COMMENT ON FUNCTION ff(int) IS 'x'", "COMMENT ON FUNCTION ff(int) IS 'y'; ALTER FUNCTION ff(int) COST 7",
			"ALTER FUNCTION ff(int) SET work_mem = '1MB'", "ALTER FUNCTION ff(int) OWNER TO pg_monitor",
			"REVOKE EXECUTE ON FUNCTION ff(int) FROM PUBLIC", "COMMENT ON FUNCTION ff(int) IS NULL",
			"COMMENT ON AGGREGATE total(int) IS 'x'", "DROP AGGREGATE total(int)",
			"CREATE PROCEDURE pr(a) LANGUAGE sql AS 'SELECT 1'",
			"CREATE FUNCTION every_a() RETURNS SETOF a LANGUAGE sql AS 'TABLE a'",
			"CREATE FUNCTION body() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT name FROM a; END",
			"CREATE FUNCTION body_of_body() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT body() FROM v; END",
			"ALTER TABLE a RENAME COLUMN name TO title", "ALTER VIEW v RENAME COLUMN x TO y",
			"ALTER VIEW v RENAME TO vv", "ALTER TABLE a RENAME TO aa", "ALTER FUNCTION body() RENAME TO torso",
			"CREATE DOMAIN da AS aa", "ALTER TABLE aa RENAME TO a", "CREATE TYPE mood AS ENUM ('sad', 'glad')",
			"ALTER TABLE b ADD m mood DEFAULT 'sad', ADD l mood[] DEFAULT '{sad}'",
			"CREATE TYPE pair AS (m mood, n int)", "ALTER TABLE b ADD q pair DEFAULT '(sad,1)'",
			"CREATE FUNCTION moody(mood DEFAULT 'sad') RETURNS mood LANGUAGE sql AS 'SELECT $1'",
			"ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'", "CREATE TYPE span AS RANGE (SUBTYPE = mood)",
			"ALTER TABLE b ADD s span DEFAULT '[blue,glad]'", "ALTER TYPE mood RENAME VALUE 'blue' TO 'low'",
			"ALTER TYPE mood ADD VALUE 'mad'", "COMMENT ON TYPE span IS 'x'", "ALTER TYPE span RENAME TO gap",
			"ALTER TYPE mood RENAME TO feeling", "ALTER TYPE pair RENAME ATTRIBUTE n TO nn", "CREATE TYPE shell",
			"DROP TYPE shell", "CREATE TYPE shell; CREATE TYPE other AS ENUM ('shell')",
			"DROP TYPE other; CREATE TYPE other AS (x int)", "CREATE CAST (a AS other) WITH INOUT",
			"ALTER TABLE a RENAME TO ab", "CREATE SCHEMA s", "ALTER TYPE other SET SCHEMA s",
			"ALTER TABLE ab SET SCHEMA s", "ALTER FUNCTION ff(int) SET SCHEMA s", "ALTER DOMAIN d DROP DEFAULT",
			"DROP FUNCTION h(int)", "CREATE TABLE m (id int, x int, CONSTRAINT sole UNIQUE (id))",
			"CREATE FUNCTION fm() RETURNS SETOF m LANGUAGE sql AS 'TABLE m'",
			"CREATE VIEW fv AS SELECT id FROM fm(); CREATE VIEW fw AS SELECT (fm()).x",
			"CREATE VIEW fx AS SELECT * FROM fm() JOIN (SELECT 1 AS id) q USING (id)", "ALTER TABLE m ADD y int",
			"ALTER TABLE m RENAME x TO xx", "ALTER TABLE m ADD x int", "ALTER TABLE m RENAME id TO i",
			"ALTER TABLE m RENAME TO mm",
			"CREATE RULE ru AS ON INSERT TO b DO ALSO INSERT INTO mm (i) VALUES (1) ON CONFLICT ON CONSTRAINT sole DO NOTHING",
			"ALTER TABLE mm RENAME CONSTRAINT sole TO single", "ALTER TABLE mm DROP COLUMN y", "DROP RULE ru ON b",
			"DROP TABLE mm CASCADE",
			"CREATE TABLE l (id int PRIMARY KEY, x int); CREATE TABLE r (id int REFERENCES l, y int)",
			"CREATE VIEW used AS SELECT * FROM l JOIN r USING (id); CREATE VIEW named AS SELECT l FROM l",
			"CREATE VIEW whole AS SELECT ROW(1, 2)::l AS c", "ALTER TABLE r ADD d l DEFAULT ROW(3, 4)::l",
			"ALTER TABLE l ADD y int", "ALTER TABLE r ADD x int", "ALTER TABLE l ALTER id SET DEFAULT 5",
			"CREATE VIEW nested AS SELECT (d).x FROM r", "ALTER TABLE l RENAME x TO xx",
			"ALTER TABLE l RENAME id TO key", "ALTER INDEX l_pkey RENAME TO l_key",
			"ALTER TABLE l DROP COLUMN y; ALTER TABLE l ADD COLUMN y int", "ALTER TABLE r DISABLE TRIGGER ALL",
			"ALTER TABLE l DISABLE TRIGGER ALL", "ALTER TABLE l ENABLE TRIGGER ALL",
			"CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
			"CREATE CONSTRAINT TRIGGER ct AFTER INSERT ON r FROM l DEFERRABLE FOR EACH ROW EXECUTE FUNCTION tf()",
			"ALTER TABLE r DISABLE TRIGGER ct", "ALTER TABLE l RENAME TO ll", "DROP TABLE ll CASCADE",
			"DROP TABLE r CASCADE", "DROP FUNCTION fa(text) CASCADE", "DROP FUNCTION s.ff(int) CASCADE",
			"DROP TYPE feeling CASCADE", "DROP TABLE s.ab CASCADE",
			"CREATE TABLE t (id int); CREATE FUNCTION last() RETURNS int LANGUAGE sql AS 'SELECT 1'",
			"CREATE EXTENSION hstore", "ALTER EXTENSION hstore ADD FUNCTION last()",
			"ALTER EXTENSION hstore ADD TYPE s.other",
			"CREATE OR REPLACE FUNCTION last() RETURNS int LANGUAGE sql AS 'SELECT 2'",
			"ALTER EXTENSION hstore DROP FUNCTION last()", "DROP EXTENSION hstore",
			"ALTER TABLE information_schema.sql_parts SET SCHEMA s",
			"COMMENT ON TABLE s.sql_parts IS 'x'; COMMENT ON COLUMN s.sql_parts.comments IS 'y'",
			"ALTER TABLE s.sql_parts ALTER comments SET DEFAULT 'z'",
			"ALTER TABLE s.sql_parts SET SCHEMA information_schema");

	@Test
	void readAfterEachChangeOfARoutineOrTypeIsWhatAReadingOfEverythingFinds() throws SQLException {
		try (TestDatabase database = TestDatabase.create();
				Session session = Session.open(database.dataSource(), (notice) -> {
				})) {
			CatalogueReader reader = new CatalogueReader(session, "migration_history", null);
			reader.read();
			for (String change : ROUTINES_AND_TYPES) {
				database.execute(change);
				compare(reader, change);
			}
		}
	}

	@Test
	void readAfterEachChangeIsWhatAReadingOfEverythingFinds() throws SQLException {
		try (TestDatabase database = TestDatabase.create();
				Session session = Session.open(database.dataSource(), (notice) -> {
				})) {
			CatalogueReader reader = new CatalogueReader(session, "migration_history", null);
			reader.read();
			for (String change : CHANGES) {
				database.execute(change);
				compare(reader, change);
				// With nothing in between, too.
				compare(reader, change);
			}
		}
	}

	@Test
	void readWhenChangesComeInOneTransactionFindsAllOfThem() throws SQLException {
		try (TestDatabase database = TestDatabase.create();
				Session session = Session.open(database.dataSource(), (notice) -> {
				})) {
			CatalogueReader reader = new CatalogueReader(session, "migration_history", null);
			reader.read();
			for (int i = 0; i + 5 < 80; i += 5) {
				String changes = String.join(";", CHANGES.subList(i, i + 5));
				database.execute(changes);
				compare(reader, changes);
			}
		}
	}

	@Test
	void readWhenARoleIsRenamedFindsItInAllDefinitions() throws SQLException {
		try (TestDatabase database = TestDatabase.create();
				Session session = Session.open(database.dataSource(), (notice) -> {
				})) {
			String role = "reader_" + database.name();
			database.execute("CREATE ROLE " + role + "; CREATE TABLE a (id int); ALTER TABLE a OWNER TO " + role);
			CatalogueReader reader = new CatalogueReader(session, "migration_history", null);
			assertThat(reader.read().objects().get("table public.a").definition()).isEqualTo("owner " + role);
			database.execute("ALTER ROLE " + role + " RENAME TO x" + role);
			assertThat(reader.read().objects().get("table public.a").definition()).isEqualTo("owner x" + role);
			database.execute("DROP OWNED BY x" + role + "; DROP ROLE x" + role);
			compare(reader, "DROP OWNED");
		}
	}

	private static void compare(CatalogueReader reader, String change) {
		Map<String, SchemaObject> all = reader.readOnce().objects();
		assertThat(reader.read().objects()).as(change).isEqualTo(all);
	}

}
