package dev.appmigrations.engine.ddl;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The statements of which head, target and flags are read.
 */
class OtherStatementTests {

	@Nested
	class Drops {

		@ParameterizedTest
		@CsvSource(delimiterString = " => ", quoteCharacter = '~', textBlock = """
				DROP TABLE a, s.b CASCADE => Drop(type=TABLE names=[a, s.b] cascade)
				DROP TABLE IF EXISTS "A b"."C""d" RESTRICT => Drop(type=TABLE names=[A b.C"d] ifExists)
				DROP MATERIALIZED VIEW v => Drop(type=MATERIALIZED_VIEW names=[v])
				DROP FOREIGN TABLE f => Drop(type=FOREIGN_TABLE names=[f])
				DROP INDEX CONCURRENTLY IF EXISTS i => Drop(type=INDEX names=[i] ifExists concurrently)
				DROP INDEX /* concurrently */ concurrently => Opaque(head=drop index)
				DROP FUNCTION f(int, text), g CASCADE => Drop(type=FUNCTION names=[f, g] cascade)
				DROP AGGREGATE s.a(*) => Drop(type=AGGREGATE names=[s.a])
				DROP ROUTINE least => Drop(type=ROUTINE names=[least])
				DROP TRIGGER IF EXISTS x ON s.t CASCADE => Drop(type=TRIGGER names=[x] table=s.t ifExists cascade)
				DROP POLICY p ON t => Drop(type=POLICY names=[p] table=t)
				DROP RULE r ON t => Drop(type=RULE names=[r] table=t)
				DROP TYPE IF EXISTS a, s.b CASCADE => Drop(type=TYPE names=[a, s.b] ifExists cascade)
				DROP DOMAIN d => Drop(type=DOMAIN names=[d])
				DROP ROLE a, current_user => Drop(type=ROLE names=[a, current_user])
				DROP EVENT TRIGGER e => Drop(type=EVENT_TRIGGER names=[e])
				DROP SCHEMA a, b CASCADE => Drop(type=SCHEMA names=[a, b] cascade)
				DROP DATABASE IF EXISTS d WITH (FORCE) => Drop(type=DATABASE names=[d] ifExists)
				DROP SUBSCRIPTION s => Drop(type=SUBSCRIPTION names=[s])
				DROP TEXT SEARCH CONFIGURATION c => Drop(type=OTHER names=[c])
				DROP OPERATOR + (int, int) => Opaque(head=drop operator)
				DROP OWNED BY x CASCADE => Opaque(head=drop owned)
				DROP USER MAPPING FOR x SERVER s => Opaque(head=drop user mapping)
				""")
		void ofReadsHeadTargetAndFlags(String statement, String expected) {
			assertThat(Rendering.of(statement)).isEqualTo(expected);
		}

	}

	@Nested
	class Names {

		@ParameterizedTest
		@CsvSource(delimiterString = " => ", quoteCharacter = '~',
				textBlock = """
						ALTER TABLE t RENAME TO u => Rename(type=TABLE object=t newName=u)
						ALTER TABLE IF EXISTS ONLY s.t RENAME COLUMN a TO b => Rename(type=COLUMN object=s.t part=a newName=b ifExists)
						ALTER TABLE t RENAME a TO to => Opaque(head=alter table)
						ALTER TABLE t RENAME CONSTRAINT a TO b => Rename(type=CONSTRAINT object=t part=a newName=b)
						ALTER TABLE t RENAME constraint TO b => Opaque(head=alter table)
						ALTER VIEW v RENAME COLUMN a TO b => Rename(type=COLUMN object=v part=a newName=b)
						ALTER INDEX IF EXISTS i RENAME TO j => Rename(type=INDEX object=i newName=j ifExists)
						ALTER SEQUENCE s RENAME TO r => Rename(type=SEQUENCE object=s newName=r)
						ALTER TYPE t RENAME TO u => Rename(type=TYPE object=t newName=u)
						ALTER TYPE t RENAME ATTRIBUTE a TO b CASCADE => Rename(type=COLUMN object=t part=a newName=b)
						ALTER DOMAIN d RENAME CONSTRAINT a TO b => Rename(type=CONSTRAINT object=d part=a newName=b)
						ALTER FUNCTION s.f(int, OUT text) RENAME TO g => Rename(type=FUNCTION object=s.f newName=g)
						ALTER TRIGGER x ON s.t RENAME TO y => Rename(type=TRIGGER object=s.t part=x newName=y)
						ALTER POLICY IF EXISTS p ON t RENAME TO q => Rename(type=POLICY object=t part=p newName=q ifExists)
						ALTER SCHEMA a RENAME TO b => Rename(type=SCHEMA object=a newName=b)
						ALTER ROLE a RENAME TO b => Rename(type=ROLE object=a newName=b)
						ALTER DATABASE a RENAME TO b => Rename(type=DATABASE object=a newName=b)
						ALTER TABLE IF EXISTS t SET SCHEMA s => SetSchema(type=TABLE object=t schema=s ifExists)
						ALTER FUNCTION f() SET SCHEMA s => SetSchema(type=FUNCTION object=f schema=s)
						ALTER TYPE t SET SCHEMA s => SetSchema(type=TYPE object=t schema=s)
						ALTER EXTENSION e SET SCHEMA s => SetSchema(type=EXTENSION object=e schema=s)
						ALTER FUNCTION f(int) OWNER TO x => Opaque(head=alter function)
						ALTER EXTENSION e UPDATE => Opaque(head=alter extension)
						ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO x => Opaque(head=alter default privileges)
						ALTER SYSTEM SET a = 1 => Opaque(head=alter system)
						""")
		void ofReadsHeadTargetAndFlags(String statement, String expected) {
			assertThat(Rendering.of(statement)).isEqualTo(expected);
		}

	}

	@Nested
	class Types {

		@ParameterizedTest
		@CsvSource(delimiterString = " => ", quoteCharacter = '~',
				textBlock = """
						CREATE TYPE e AS ENUM () => CreateType(type=e kind=ENUM)
						CREATE TYPE e AS ENUM ('it''s', $$x$$, U&'d\\0061') => CreateType(type=e kind=ENUM labels=[it's, x, da])
						CREATE TYPE c AS (a int, b text COLLATE "C") => CreateType(type=c kind=COMPOSITE)
						CREATE TYPE r AS RANGE (subtype = int4) => CreateType(type=r kind=RANGE)
						CREATE TYPE b => CreateType(type=b kind=BASE)
						CREATE TYPE b (input = f, output = g) => CreateType(type=b kind=BASE)
						ALTER TYPE t ADD VALUE 'x' => AlterEnum(type=t label=x)
						ALTER TYPE s.t ADD VALUE IF NOT EXISTS 'x' BEFORE 'y' => AlterEnum(type=s.t label=x ifNotExists)
						ALTER TYPE t RENAME VALUE 'a' TO 'b' => AlterEnum(type=t label=a newLabel=b)
						ALTER TYPE t ADD ATTRIBUTE a int CASCADE, DROP ATTRIBUTE IF EXISTS b, ALTER ATTRIBUTE c SET DATA TYPE text COLLATE "C" CASCADE => AlterTable(type=TYPE table=t actions=[AddColumn(column=ColumnDefinition(name=a type=pg_catalog.int4)), DropColumn(column=b ifExists), SetType(column=c type=text collation=C)])
						ALTER TYPE t OWNER TO x => AlterTable(type=TYPE table=t actions=[OwnerTo(role=x)])
						ALTER TYPE t SET (send = f) => Opaque(head=alter type)
						CREATE DOMAIN s.d AS varchar(3) DEFAULT 'x' CONSTRAINT c CHECK (VALUE <> '') NOT NULL => CreateDomain(domain=s.d type=pg_catalog.varchar[3] constraints=[Default(value=<'x'>), Check(name=c condition=<VALUE <> ''> value), NotNull(column=d)])
						CREATE DOMAIN d int => CreateDomain(domain=d type=pg_catalog.int4)
						ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 1) NOT VALID => AlterDomain(domain=d action=ADD_CONSTRAINT constraint=c notValid)
						ALTER DOMAIN d ADD NOT NULL => AlterDomain(domain=d action=ADD_CONSTRAINT)
						ALTER DOMAIN d SET DEFAULT now() => AlterDomain(domain=d action=SET_DEFAULT)
						ALTER DOMAIN d DROP DEFAULT => AlterDomain(domain=d action=DROP_DEFAULT)
						ALTER DOMAIN d SET NOT NULL => AlterDomain(domain=d action=SET_NOT_NULL)
						ALTER DOMAIN d DROP NOT NULL => AlterDomain(domain=d action=DROP_NOT_NULL)
						ALTER DOMAIN d DROP CONSTRAINT IF EXISTS c CASCADE => AlterDomain(domain=d action=DROP_CONSTRAINT constraint=c)
						ALTER DOMAIN d VALIDATE CONSTRAINT c => AlterDomain(domain=d action=VALIDATE_CONSTRAINT constraint=c)
						""")
		void ofReadsHeadTargetAndFlags(String statement, String expected) {
			assertThat(Rendering.of(statement)).isEqualTo(expected);
		}

	}

	@Nested
	class Sequences {

		@ParameterizedTest
		@CsvSource(delimiterString = " => ", quoteCharacter = '~',
				textBlock = """
						CREATE SEQUENCE s => CreateSequence(sequence=s persistence=PERMANENT)
						CREATE TEMP SEQUENCE IF NOT EXISTS s START 1 OWNED BY t.c => CreateSequence(sequence=s persistence=TEMPORARY ifNotExists)
						ALTER SEQUENCE IF EXISTS s RESTART => AlterSequence(sequence=s ifExists options=[restart])
						ALTER SEQUENCE s AS bigint RESTART WITH -1 INCREMENT BY 2 NO MINVALUE MAXVALUE 3 CACHE 4 NO CYCLE OWNED BY t.c => AlterSequence(sequence=s options=[as, restart, increment, no minvalue, maxvalue, cache, no cycle, owned by])
						ALTER SEQUENCE s OWNER TO x => AlterTable(type=SEQUENCE table=s actions=[OwnerTo(role=x)])
						ALTER SEQUENCE s SET LOGGED => AlterTable(type=SEQUENCE table=s actions=[SetLogged(logged)])
						ALTER SEQUENCE s UNLOGGED => AlterSequence(sequence=s options=[unlogged])
						""")
		void ofReadsHeadTargetAndFlags(String statement, String expected) {
			assertThat(Rendering.of(statement)).isEqualTo(expected);
		}

	}

	@Nested
	class Maintenance {

		@ParameterizedTest
		@CsvSource(delimiterString = " => ", quoteCharacter = '~',
				textBlock = """
						TRUNCATE t => Truncate(tables=[t])
						TRUNCATE TABLE a *, ONLY s.b RESTART IDENTITY CASCADE => Truncate(tables=[a, s.b] cascade)
						REINDEX TABLE s.t => Reindex(type=TABLE name=s.t)
						REINDEX INDEX CONCURRENTLY i => Reindex(type=INDEX name=i concurrently)
						REINDEX (VERBOSE, CONCURRENTLY) TABLE t => Reindex(type=TABLE name=t concurrently)
						REINDEX (CONCURRENTLY off) TABLE t => Reindex(type=TABLE name=t)
						REINDEX SCHEMA s => Reindex(type=SCHEMA name=s)
						REINDEX DATABASE => Reindex(type=DATABASE)
						REINDEX SYSTEM d => Reindex(type=SYSTEM name=d)
						CLUSTER => Cluster()
						CLUSTER VERBOSE t USING i => Cluster(table=t index=i)
						CLUSTER (VERBOSE) t => Cluster(table=t)
						CLUSTER i ON s.t => Cluster(table=s.t index=i)
						VACUUM => Vacuum(vacuum)
						VACUUM FULL FREEZE VERBOSE ANALYZE t (a, b), s.u => Vacuum(vacuum full tables=[t, s.u])
						VACUUM (FULL, ANALYZE) t => Vacuum(vacuum full tables=[t])
						VACUUM (FULL off) t => Vacuum(vacuum tables=[t])
						VACUUM (ANALYZE, FULL 1) t => Vacuum(vacuum full tables=[t])
						ANALYZE VERBOSE t => Vacuum(tables=[t])
						ANALYZE (SKIP_LOCKED) t, u (a) => Vacuum(tables=[t, u])
						REFRESH MATERIALIZED VIEW v => RefreshMaterializedView(view=v withData)
						REFRESH MATERIALIZED VIEW CONCURRENTLY s.v WITH NO DATA => RefreshMaterializedView(view=s.v concurrently)
						LOCK t => LockTable(tables=[t] mode=access exclusive)
						LOCK TABLE ONLY a, s.b IN SHARE ROW EXCLUSIVE MODE NOWAIT => LockTable(tables=[a, s.b] mode=share row exclusive nowait)
						LOCK a IN SHARE MODE => LockTable(tables=[a] mode=share)
						""")
		void ofReadsHeadTargetAndFlags(String statement, String expected) {
			assertThat(Rendering.of(statement)).isEqualTo(expected);
		}

	}

	@Nested
	class Rights {

		@ParameterizedTest
		@CsvSource(delimiterString = " => ", quoteCharacter = '~', textBlock = """
				GRANT SELECT, UPDATE (a, b) ON t, s.u TO x, y WITH GRANT OPTION => Grant(type=TABLE names=[t, s.u])
				GRANT ALL PRIVILEGES ON TABLE t TO public => Grant(type=TABLE names=[t])
				GRANT USAGE ON SCHEMA a, b TO x => Grant(type=SCHEMA names=[a, b])
				GRANT EXECUTE ON FUNCTION s.f(int), g TO x => Grant(type=FUNCTION names=[s.f, g])
				GRANT USAGE ON FOREIGN DATA WRAPPER f TO x => Grant(type=OTHER names=[f])
				GRANT SELECT ON LARGE OBJECT 1, 2 TO x => Grant(type=OTHER)
				GRANT ALL ON ALL TABLES IN SCHEMA s TO x => Grant()
				REVOKE GRANT OPTION FOR SELECT ON t FROM x CASCADE => Grant(revoke type=TABLE names=[t] cascade)
				REVOKE ALL ON function FROM x => Grant(revoke type=TABLE names=[function])
				GRANT a, b TO c => Grant()
				REVOKE a FROM cascade => Grant(revoke)
				REVOKE ADMIN OPTION FOR a FROM b RESTRICT => Grant(revoke)
				""")
		void ofReadsHeadTargetAndFlags(String statement, String expected) {
			assertThat(Rendering.of(statement)).isEqualTo(expected);
		}

	}

	@Nested
	class Settings {

		@ParameterizedTest
		@CsvSource(delimiterString = " => ", quoteCharacter = '~', textBlock = """
				SET lock_timeout = '2s' => SetVariable(variable=lock_timeout values=[2s])
				SET LOCAL "Lock_Timeout" TO 2000 => SetVariable(variable=lock_timeout local values=[2000])
				SET SESSION search_path TO a, "B", 'c' => SetVariable(variable=search_path values=[a, B, c])
				SET a.b = on, -1 => SetVariable(variable=a.b values=[on, -1])
				SET TIME ZONE 'UTC' => SetVariable(variable=timezone values=[UTC])
				SET TIME ZONE INTERVAL '+1' HOUR TO MINUTE => SetVariable(variable=timezone values=[+1])
				SET SCHEMA 'x' => SetVariable(variable=search_path values=[x])
				SET ROLE x => SetVariable(variable=role values=[x])
				SET ROLE NONE => SetVariable(variable=role values=[none])
				SET ROLE interval => SetVariable(variable=role values=[interval])
				SET SESSION TO a => SetVariable(variable=session values=[a])
				SET LOCAL = 1 => SetVariable(variable=local values=[1])
				SET NAMES => SetVariable(variable=client_encoding)
				SET SESSION AUTHORIZATION DEFAULT => SetVariable(variable=session_authorization)
				SET x TO DEFAULT => SetVariable(variable=x)
				RESET lock_timeout => SetVariable(variable=lock_timeout)
				RESET ALL => SetVariable(variable=all)
				RESET SESSION AUTHORIZATION => SetVariable(variable=session_authorization)
				SET TRANSACTION READ ONLY => Opaque(head=set transaction)
				SET CONSTRAINTS ALL DEFERRED => Opaque(head=set constraints all)
				SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY => Opaque(head=set session)
				""")
		void ofReadsHeadTargetAndFlags(String statement, String expected) {
			assertThat(Rendering.of(statement)).isEqualTo(expected);
		}

	}

	@Nested
	class Rows {

		@ParameterizedTest
		@CsvSource(delimiterString = " => ", quoteCharacter = '~',
				textBlock = """
						INSERT INTO s.t (a, b.c[1]) VALUES (1, 2) => Dml(kind=INSERT target=s.t)
						INSERT INTO t AS x DEFAULT VALUES => Dml(kind=INSERT target=t)
						INSERT INTO t OVERRIDING SYSTEM VALUE VALUES (1) => Dml(kind=INSERT target=t)
						INSERT INTO t (a) SELECT 1 => Dml(kind=INSERT target=t query)
						INSERT INTO t (SELECT 1) => Dml(kind=INSERT target=t query)
						INSERT INTO t TABLE u => Dml(kind=INSERT target=t query)
						INSERT INTO t ((VALUES (1))) => Dml(kind=INSERT target=t)
						INSERT INTO t VALUES (1) UNION SELECT 2 => Dml(kind=INSERT target=t)
						UPDATE ONLY t SET a = (SELECT 1 WHERE true) => Dml(kind=UPDATE target=t)
						UPDATE t * AS x SET a = 1 FROM u WHERE b => Dml(kind=UPDATE target=t where)
						UPDATE t x SET (a, b) = (1, 2) WHERE CURRENT OF c => Dml(kind=UPDATE target=t where)
						DELETE FROM t => Dml(kind=DELETE target=t)
						DELETE FROM ONLY (s.t) x USING u WHERE a => Dml(kind=DELETE target=s.t where)
						MERGE INTO t x USING u ON true WHEN MATCHED THEN DELETE => Dml(kind=MERGE target=t where query)
						COPY t (a) FROM STDIN => Dml(kind=COPY target=t)
						COPY s.t FROM '/x' WITH (FORMAT csv) WHERE a > 1 => Dml(kind=COPY target=s.t where)
						COPY t TO STDOUT => Query(keyword=copy)
						COPY (SELECT 1) TO STDOUT => Query(keyword=copy)
						COPY (DELETE FROM t RETURNING *) TO STDOUT => Dml(kind=DELETE target=t)
						WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x => Dml(kind=INSERT target=t query)
						WITH x AS (DELETE FROM a WHERE b RETURNING *) INSERT INTO t SELECT * FROM x => Dml(kind=INSERT target=t query)
						WITH RECURSIVE x (c) AS NOT MATERIALIZED (SELECT f()), y AS (UPDATE a SET b = 1 RETURNING *) SELECT * FROM y => Dml(kind=UPDATE target=a)
						WITH x AS (WITH y AS (DELETE FROM a RETURNING *) SELECT * FROM y) SELECT * FROM x => Dml(kind=DELETE target=a)
						EXPLAIN DELETE FROM t => Query(keyword=explain)
						EXPLAIN ANALYZE VERBOSE DELETE FROM t => Dml(kind=DELETE target=t)
						EXPLAIN (ANALYZE, BUFFERS) DELETE FROM t WHERE a => Dml(kind=DELETE target=t where)
						EXPLAIN (ANALYZE off) DELETE FROM t => Query(keyword=explain)
						""")
		void ofReadsHeadTargetAndFlags(String statement, String expected) {
			assertThat(Rendering.of(statement)).isEqualTo(expected);
		}

	}

	@Nested
	class Queries {

		@ParameterizedTest
		@CsvSource(delimiterString = " => ", quoteCharacter = '~',
				textBlock = """
						SELECT 1 => Query(keyword=select)
						SELECT a.*, s.f(b), count(*) FILTER (WHERE g(c)) total FROM d JOIN h(1) ON true ORDER BY i(j) => Query(keyword=select functions=[s.f, count, g, h, i])
						SELECT extract(year FROM a), coalesce(b, 1), CAST(c AS numeric(3)), d::varchar(3), trim(BOTH 'x' FROM e) => Query(keyword=select functions=[extract, trim])
						SELECT set_config('a', 'b', false) => Query(keyword=select functions=[set_config])
						SELECT is((SELECT 1), 1, 'x') WHERE a NOT LIKE ('b') AND like(c, d) ORDER BY e DESC => Query(keyword=select functions=[is, like])
						SELECT DISTINCT ON (f(a)) g(b) FROM h() GROUP BY CUBE (c) => Query(keyword=select functions=[f, g, h])
						WITH t (a, b) AS NOT MATERIALIZED (SELECT f()) SELECT g() FROM t => Query(keyword=with functions=[f, g])
						SELECT x, f(y) INTO TEMPORARY TABLE z FROM t => CreateTableAs(table=z persistence=TEMPORARY withData)
						SELECT 1 INTO UNLOGGED s.t => CreateTableAs(table=s.t persistence=UNLOGGED withData)
						SELECT 1 INTO unlogged.t => CreateTableAs(table=unlogged.t persistence=PERMANENT withData)
						WITH x AS (SELECT pg_sleep(1)) SELECT f(a) FROM x => Query(keyword=with functions=[pg_sleep, f])
						(SELECT 1) UNION ALL (SELECT f()) => Query(keyword=select functions=[f])
						VALUES (1), (f()) => Query(keyword=values functions=[f])
						TABLE t => Query(keyword=table)
						CALL s.p(1, now()) => Query(keyword=call functions=[s.p, now])
						DO $$ BEGIN END $$ => Query(keyword=do)
						DO LANGUAGE plpgsql 'x' => Query(keyword=do)
						EXECUTE p (1) => Query(keyword=execute)
						""")
		void ofReadsHeadTargetAndFlags(String statement, String expected) {
			assertThat(Rendering.of(statement)).isEqualTo(expected);
		}

	}

	@Nested
	class Creations {

		@ParameterizedTest
		@CsvSource(delimiterString = " => ", quoteCharacter = '~',
				textBlock = """
						CREATE SCHEMA s => CreateSchema(schema=s)
						CREATE SCHEMA IF NOT EXISTS s AUTHORIZATION x => CreateSchema(schema=s ifNotExists)
						CREATE SCHEMA AUTHORIZATION x => CreateSchema()
						CREATE SCHEMA s CREATE TABLE t (a int) GRANT ALL ON t TO x => CreateSchema(schema=s)
						CREATE VIEW v AS SELECT f(a) FROM t => CreateView(view=v query=<SELECT f(a) FROM t> f() a)
						CREATE OR REPLACE TEMP VIEW s.v (a, b) WITH (security_barrier) AS SELECT 1, 2 WITH LOCAL CHECK OPTION => CreateView(view=s.v orReplace temporary columns=[a, b] query=<SELECT 1, 2>)
						CREATE RECURSIVE VIEW v (a) AS SELECT 1 => CreateView(view=v columns=[a] query=<SELECT 1>)
						CREATE MATERIALIZED VIEW IF NOT EXISTS v (a) USING heap WITH (fillfactor = 1) TABLESPACE x AS SELECT 1 WITH NO DATA => CreateTableAs(table=v materializedView persistence=PERMANENT ifNotExists)
						CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1 => CreateFunction(function=f volatility=VOLATILE language=sql)
						CREATE OR REPLACE FUNCTION s.f(a int DEFAULT 1) RETURNS SETOF t AS $$ x $$ LANGUAGE 'SQL' STABLE SET search_path = immutable, a => CreateFunction(function=s.f orReplace volatility=STABLE language=sql body= x)
						CREATE FUNCTION f(a t.b%TYPE) RETURNS TABLE (a int, b text) IMMUTABLE LANGUAGE plpgsql AS 'x' => CreateFunction(function=f volatility=IMMUTABLE language=plpgsql body=x)
						CREATE FUNCTION f() RETURNS t.b%TYPE AS 'lib', 'symbol' LANGUAGE c VOLATILE => CreateFunction(function=f volatility=VOLATILE language=c body=lib)
						CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END => CreateFunction(function=p procedure volatility=VOLATILE language=sql)
						CREATE TRIGGER x BEFORE INSERT OR UPDATE OF a, b ON s.t FOR EACH ROW WHEN (new.a > 1) EXECUTE FUNCTION s.f(1) => CreateTrigger(trigger=x table=s.t timing=before events=[insert, update] columns=[a, b] forEachRow function=s.f)
						CREATE OR REPLACE TRIGGER x INSTEAD OF DELETE ON v FOR ROW EXECUTE PROCEDURE f() => CreateTrigger(trigger=x table=v orReplace timing=instead of events=[delete] forEachRow function=f)
						CREATE CONSTRAINT TRIGGER x AFTER TRUNCATE ON t FROM u NOT DEFERRABLE INITIALLY IMMEDIATE EXECUTE FUNCTION f() => CreateTrigger(trigger=x table=t constraint timing=after events=[truncate] function=f)
						CREATE TRIGGER x AFTER UPDATE ON t REFERENCING OLD TABLE AS o NEW TABLE n FOR EACH STATEMENT EXECUTE FUNCTION f() => CreateTrigger(trigger=x table=t timing=after events=[update] function=f)
						CREATE POLICY p ON s.t AS RESTRICTIVE FOR SELECT TO x USING (true) => CreatePolicy(policy=p table=s.t)
						CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA s VERSION '1.1' CASCADE => CreateExtension(extension=uuid-ossp ifNotExists schema=s cascade)
						CREATE EXTENSION x => CreateExtension(extension=x)
						CREATE RULE r AS ON INSERT TO t DO INSTEAD (SELECT 1; SELECT 2) => Opaque(head=create rule)
						CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f() => Opaque(head=create event trigger)
						CREATE USER MAPPING FOR x SERVER s => Opaque(head=create user mapping)
						COMMENT ON TABLE t IS 'x' => Opaque(head=comment on table)
						NOTIFY x => Opaque(head=notify)
						SECURITY LABEL ON TABLE t IS 'x' => Opaque(head=security label on table)
						CREATE OPERATOR CLASS c FOR TYPE int USING btree AS STORAGE int => Opaque(head=create operator class)
						""")
		void ofReadsHeadTargetAndFlags(String statement, String expected) {
			assertThat(Rendering.of(statement)).isEqualTo(expected);
		}

	}

}
