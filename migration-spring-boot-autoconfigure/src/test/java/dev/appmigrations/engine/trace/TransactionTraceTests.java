package dev.appmigrations.engine.trace;

import java.sql.SQLException;
import java.util.List;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.safety.trace.LockTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace.Kind;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What statements lock, rewrite, build and scan, as the server does it.
 */
class TransactionTraceTests {

	private static final String EXCLUSIVE = "ACCESS EXCLUSIVE public.t";

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void createTables() {
		this.database.execute("CREATE TABLE t (id int PRIMARY KEY, name varchar(40), note text, at timestamp);"
				+ "CREATE INDEX t_name ON t (name); CREATE INDEX t_at ON t (at); INSERT INTO t VALUES (1, 'a', 'b', now());"
				+ "CREATE TABLE child (id int PRIMARY KEY, t_id int); INSERT INTO child VALUES (1, 1)");
	}

	private StatementTrace trace(String... statements) {
		return Tracing.last(this.database, statements);
	}

	private static void assertBrief(StatementTrace trace) {
		assertThat(trace.rewrites()).isEmpty();
		assertThat(trace.indexBuilds()).isEmpty();
		assertThat(trace.scans()).isEmpty();
	}

	@Nested
	class Columns {

		@Test
		void addWhenDefaultIsConstantIsBrief() {
			StatementTrace trace = trace("ALTER TABLE t ADD COLUMN c int NOT NULL DEFAULT 7");
			assertThat(Tracing.locks(trace)).containsExactly(EXCLUSIVE);
			assertBrief(trace);
			assertThat(trace.walBytes()).isPositive();
		}

		@ParameterizedTest
		@ValueSource(strings = { "ADD COLUMN c uuid DEFAULT gen_random_uuid()", "ADD COLUMN c serial",
				"ADD COLUMN c int GENERATED ALWAYS AS IDENTITY",
				"ADD COLUMN c int GENERATED ALWAYS AS (id + 1) STORED" })
		void addWhenValueDiffersByRowRewritesTableAndIndexes(String action) {
			StatementTrace trace = trace("ALTER TABLE t " + action);
			assertThat(Tracing.locks(trace)).contains(EXCLUSIVE);
			assertThat(Tracing.names(trace.rewrites())).containsExactly("public.t");
			assertThat(Tracing.names(trace.indexBuilds())).containsExactly("public.t_at", "public.t_name",
					"public.t_pkey");
			assertThat(Tracing.names(trace.scans())).containsExactly("public.t");
		}

		@Test
		void addWhenCheckedScans() {
			StatementTrace trace = trace("ALTER TABLE t ADD COLUMN c int CHECK (c > 0)");
			assertThat(Tracing.names(trace.scans())).containsExactly("public.t");
			assertThat(trace.rewrites()).isEmpty();
		}

		@Test
		void addWhenUniqueBuildsIndexOfItsOwnOnly() {
			StatementTrace trace = trace("ALTER TABLE t ADD COLUMN c int UNIQUE");
			assertThat(Tracing.names(trace.indexBuilds())).containsExactly("public.t_c_key");
			assertThat(trace.indexBuilds().get(0).table()).isEqualTo(ObjectName.of("public", "t"));
			assertThat(trace.indexBuilds().get(0).kind()).isEqualTo(Kind.INDEX);
			assertThat(trace.rewrites()).isEmpty();
		}

		@Test
		void dropWhenIndexedNamesDroppedIndex() {
			StatementTrace trace = trace("ALTER TABLE t DROP COLUMN name");
			assertThat(Tracing.locks(trace)).containsExactly(EXCLUSIVE, "ACCESS EXCLUSIVE public.t_name");
			assertThat(Tracing.names(trace.dropped())).containsExactly("public.t_name");
			assertBrief(trace);
		}

		@Test
		void renameKeepsNameFromBefore() {
			StatementTrace trace = trace("ALTER TABLE t RENAME TO renamed");
			assertThat(Tracing.locks(trace)).containsExactly(EXCLUSIVE);
			assertThat(trace.dropped()).isEmpty();
			StatementTrace later = trace("ALTER TABLE t RENAME TO renamed", "ALTER TABLE renamed ADD CHECK (id > 0)");
			assertThat(Tracing.names(later.scans())).containsExactly("public.renamed");
		}

	}

	@Nested
	class NotNull {

		@Test
		void setWhenUnprovenScans() {
			StatementTrace trace = trace("ALTER TABLE t ALTER note SET NOT NULL");
			assertThat(Tracing.locks(trace)).containsExactly(EXCLUSIVE);
			assertThat(Tracing.names(trace.scans())).containsExactly("public.t");
		}

		@Test
		void setWhenCheckIsValidScansNothing() {
			TransactionTraceTests.this.database.execute("ALTER TABLE t ADD CONSTRAINT proof CHECK (note IS NOT NULL)");
			assertBrief(trace("ALTER TABLE t ALTER note SET NOT NULL"));
		}

		@Test
		void setWhenCheckIsNotValidatedScans() {
			TransactionTraceTests.this.database
				.execute("ALTER TABLE t ADD CONSTRAINT proof CHECK (note IS NOT NULL) NOT VALID");
			assertThat(trace("ALTER TABLE t ALTER note SET NOT NULL").scans()).hasSize(1);
		}

		@Test
		void setWhenProofIsDroppedInSameStatementScans() {
			TransactionTraceTests.this.database.execute("ALTER TABLE t ADD CONSTRAINT proof CHECK (note IS NOT NULL)");
			assertThat(trace("ALTER TABLE t ALTER note SET NOT NULL, DROP CONSTRAINT proof").scans()).hasSize(1);
			assertBrief(trace("ALTER TABLE t ALTER note SET NOT NULL", "ALTER TABLE t DROP CONSTRAINT proof"));
		}

	}

	@Nested
	class Types {

		@ParameterizedTest
		@ValueSource(strings = { "varchar(80)", "text", "varchar" })
		void changeWhenWideningBuildsNoIndexThoughItsOidChanges(String type) {
			StatementTrace trace = trace("ALTER TABLE t ALTER name TYPE " + type);
			assertThat(Tracing.locks(trace)).contains(EXCLUSIVE);
			assertBrief(trace);
			assertThat(trace.dropped()).isEmpty();
		}

		@Test
		void changeWhenWideningFollowsIndexUnderItsNewOid() {
			StatementTrace trace = trace("ALTER TABLE t ALTER name TYPE varchar(80)", "DROP INDEX t_name");
			assertThat(Tracing.names(trace.dropped())).containsExactly("public.t_name");
		}

		@Test
		void changeWhenCollationDiffersBuildsIndexWithoutRewrite() {
			StatementTrace trace = trace("ALTER TABLE t ALTER name TYPE varchar(40) COLLATE \"C\"");
			assertThat(trace.rewrites()).isEmpty();
			assertThat(Tracing.names(trace.indexBuilds())).containsExactly("public.t_name");
			assertThat(Tracing.names(trace.scans())).containsExactly("public.t");
			assertThat(trace.dropped()).isEmpty();
		}

		@Test
		void changeWhenCitextBecomesTextBuildsIndexWithoutRewrite() {
			TransactionTraceTests.this.database.execute("CREATE EXTENSION citext; CREATE TABLE ci (c citext);"
					+ "CREATE INDEX ci_c ON ci (c); INSERT INTO ci VALUES ('a')");
			StatementTrace trace = trace("ALTER TABLE ci ALTER c TYPE text");
			assertThat(trace.rewrites()).isEmpty();
			assertThat(Tracing.names(trace.indexBuilds())).containsExactly("public.ci_c");
		}

		@Test
		void changeWhenTimestampGetsZoneOfUtcBuildsIndexWithoutRewrite() {
			StatementTrace trace = trace("SET LOCAL TimeZone = 'UTC'", "ALTER TABLE t ALTER at TYPE timestamptz");
			assertThat(trace.rewrites()).isEmpty();
			assertThat(Tracing.names(trace.indexBuilds())).containsExactly("public.t_at");
		}

		@Test
		void changeWhenTimestampGetsAnotherZoneRewrites() {
			StatementTrace trace = trace("SET LOCAL TimeZone = 'Europe/Paris'",
					"ALTER TABLE t ALTER at TYPE timestamptz");
			assertThat(Tracing.names(trace.rewrites())).containsExactly("public.t");
			assertThat(trace.indexBuilds()).hasSize(3);
		}

		@Test
		void addValueLocksType() {
			TransactionTraceTests.this.database.execute("CREATE TYPE mood AS ENUM ('sad')");
			StatementTrace trace = trace("ALTER TYPE mood ADD VALUE 'ok'");
			assertThat(Tracing.locks(trace)).containsExactly("EXCLUSIVE public.mood");
			assertThat(trace.locks().get(0).object().kind()).isEqualTo(Kind.TYPE);
		}

		@Test
		void dropTypeKeepsItsName() {
			TransactionTraceTests.this.database.execute("CREATE TYPE mood AS ENUM ('sad')");
			assertThat(Tracing.locks(trace("DROP TYPE mood"))).containsExactly("ACCESS EXCLUSIVE public.mood");
		}

	}

	@Nested
	class ForeignKeys {

		private static final String KEY = "ALTER TABLE child ADD CONSTRAINT fk FOREIGN KEY (t_id) REFERENCES t";

		@Test
		void addWhenValidatedLocksAndScansBoth() {
			StatementTrace trace = trace(KEY);
			assertThat(Tracing.locks(trace)).contains("SHARE ROW EXCLUSIVE public.child",
					"SHARE ROW EXCLUSIVE public.t");
			assertThat(Tracing.names(trace.scans())).containsExactly("public.child", "public.t");
		}

		@Test
		void addWhenNotValidScansNothing() {
			StatementTrace trace = trace(KEY + " NOT VALID");
			assertThat(Tracing.locks(trace)).contains("SHARE ROW EXCLUSIVE public.child",
					"SHARE ROW EXCLUSIVE public.t");
			assertBrief(trace);
		}

		@Test
		void validateLocksWeakly() {
			TransactionTraceTests.this.database.execute(KEY + " NOT VALID");
			StatementTrace trace = trace("ALTER TABLE child VALIDATE CONSTRAINT fk");
			assertThat(Tracing.locks(trace)).contains("SHARE UPDATE EXCLUSIVE public.child", "ROW SHARE public.t");
			assertThat(trace.strongest(ObjectName.of("public", "child")).map(LockTrace::mode))
				.contains(LockMode.SHARE_UPDATE_EXCLUSIVE);
			assertThat(Tracing.names(trace.scans())).contains("public.child");
		}

		@Test
		void validateWhenValidAlreadyScansNothing() {
			TransactionTraceTests.this.database.execute(KEY);
			assertBrief(trace("ALTER TABLE child VALIDATE CONSTRAINT fk"));
		}

	}

	@Nested
	class Indexes {

		@Test
		void createLocksShareAndScans() {
			StatementTrace trace = trace("CREATE INDEX t_note ON t (note)");
			assertThat(Tracing.locks(trace)).contains("SHARE public.t");
			assertThat(Tracing.names(trace.indexBuilds())).containsExactly("public.t_note");
			assertThat(Tracing.names(trace.scans())).containsExactly("public.t");
		}

		@Test
		void dropKeepsName() {
			StatementTrace trace = trace("DROP INDEX t_name");
			assertThat(Tracing.locks(trace)).containsExactly(EXCLUSIVE, "ACCESS EXCLUSIVE public.t_name");
			assertThat(trace.locks().get(1).object().table()).isEqualTo(ObjectName.of("public", "t"));
			assertThat(Tracing.names(trace.dropped())).containsExactly("public.t_name");
		}

		@Test
		void reindexBuildsWithSameOid() {
			StatementTrace trace = trace("REINDEX INDEX t_name");
			assertThat(Tracing.names(trace.indexBuilds())).containsExactly("public.t_name");
			assertThat(trace.rewrites()).isEmpty();
		}

		@Test
		void addPrimaryKeyUsingIndexScansNothing() {
			TransactionTraceTests.this.database
				.execute("CREATE TABLE k (id int NOT NULL); CREATE UNIQUE INDEX k_id ON k (id)");
			assertBrief(trace("ALTER TABLE k ADD CONSTRAINT k_pk PRIMARY KEY USING INDEX k_id"));
		}

		@Test
		void addPrimaryKeyBuildsIndex() {
			TransactionTraceTests.this.database.execute("CREATE TABLE k (id int NOT NULL)");
			StatementTrace trace = trace("ALTER TABLE k ADD PRIMARY KEY (id)");
			assertThat(Tracing.names(trace.indexBuilds())).containsExactly("public.k_pkey");
			assertThat(Tracing.names(trace.scans())).containsExactly("public.k");
		}

		@ParameterizedTest
		@ValueSource(strings = { "CREATE INDEX CONCURRENTLY t_new ON t (note)", "REINDEX INDEX CONCURRENTLY t_name",
				"DROP INDEX CONCURRENTLY t_name" })
		void concurrentlyIsSampled(String statement) {
			StatementTrace trace = Tracing.alone(TransactionTraceTests.this.database, statement);
			assertThat(trace.failure()).isNull();
			assertThat(trace.sampled()).isTrue();
			assertThat(trace.limit()).contains("20 ms");
			assertThat(trace.strongest(ObjectName.of("public", "t")).map(LockTrace::mode))
				.contains(LockMode.SHARE_UPDATE_EXCLUSIVE);
		}

		@Test
		void concurrentBuildIsFound() {
			StatementTrace trace = Tracing.alone(TransactionTraceTests.this.database,
					"CREATE INDEX CONCURRENTLY t_new ON t (note)");
			assertThat(Tracing.names(trace.indexBuilds())).containsExactly("public.t_new");
			assertThat(Tracing.names(trace.scans())).containsExactly("public.t");
		}

		@Test
		void vacuumFullRewrites() {
			StatementTrace trace = Tracing.alone(TransactionTraceTests.this.database, "VACUUM FULL t");
			assertThat(Tracing.names(trace.rewrites())).containsExactly("public.t");
			assertThat(Tracing.locks(trace)).contains(EXCLUSIVE);
		}

	}

	@Nested
	class Partitions {

		@BeforeEach
		void createPartitions() {
			TransactionTraceTests.this.database.execute("CREATE TABLE p (k int, c int) PARTITION BY RANGE (k);"
					+ "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10); INSERT INTO p VALUES (1, 1);"
					+ "CREATE TABLE p2 (k int, c int); INSERT INTO p2 VALUES (11, 1)");
		}

		private static final String ATTACH = "ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (10) TO (20)";

		@Test
		void attachWhenUncheckedScans() {
			StatementTrace trace = trace(ATTACH);
			assertThat(Tracing.names(trace.scans())).containsExactly("public.p2");
			assertThat(Tracing.locks(trace)).contains("ACCESS EXCLUSIVE public.p2", "SHARE UPDATE EXCLUSIVE public.p");
		}

		@ParameterizedTest
		@CsvSource({ "k >= 10 AND k < 20, 1", "k IS NOT NULL AND k >= 10 AND k < 20, 0" })
		void attachWhenCheckedScansUnlessItSaysNotNull(String check, int scans) {
			TransactionTraceTests.this.database.execute("ALTER TABLE p2 ADD CHECK (" + check + ")");
			assertThat(trace(ATTACH).scans()).hasSize(scans);
		}

		@Test
		void createPartitionLocksParent() {
			StatementTrace trace = trace("CREATE TABLE p3 PARTITION OF p FOR VALUES FROM (20) TO (30)");
			assertThat(Tracing.locks(trace)).contains("ACCESS EXCLUSIVE public.p");
			assertThat(trace.locks().get(0).object().kind()).isEqualTo(Kind.PARTITIONED_TABLE);
		}

		@Test
		void alterWhenParentIsRewrittenNamesLeaves() {
			StatementTrace trace = trace("ALTER TABLE p ALTER c TYPE bigint");
			assertThat(Tracing.names(trace.rewrites())).containsExactly("public.p1");
			assertThat(Tracing.locks(trace)).contains("ACCESS EXCLUSIVE public.p", "ACCESS EXCLUSIVE public.p1");
		}

		@Test
		void createIndexOnParentBuildsOnLeaves() {
			StatementTrace trace = trace("CREATE INDEX p_c ON p (c)");
			assertThat(Tracing.names(trace.indexBuilds())).containsExactly("public.p1_c_idx");
			assertThat(trace.indexBuilds().get(0).table()).isEqualTo(ObjectName.of("public", "p1"));
		}

	}

	@Nested
	class Drops {

		@Test
		void dropTableKeepsNames() {
			StatementTrace trace = trace("DROP TABLE t");
			assertThat(Tracing.locks(trace)).contains(EXCLUSIVE);
			assertThat(Tracing.names(trace.dropped())).containsExactly("public.t", "public.t_at", "public.t_name",
					"public.t_pkey");
		}

		@Test
		void dropIsReportedOnce() {
			StatementTrace later = trace("DROP TABLE t", "ALTER TABLE child ADD c int");
			assertThat(later.dropped()).isEmpty();
		}

		@Test
		void dropWhenCascadingNamesView() {
			TransactionTraceTests.this.database.execute("CREATE VIEW v AS SELECT id FROM t");
			StatementTrace trace = trace("DROP TABLE t CASCADE");
			assertThat(Tracing.names(trace.dropped())).contains("public.v");
			assertThat(Tracing.locks(trace)).contains("ACCESS EXCLUSIVE public.v");
		}

		@Test
		void truncateLocksAndRewritesNothing() {
			StatementTrace trace = trace("TRUNCATE t");
			assertThat(Tracing.locks(trace)).contains(EXCLUSIVE);
			assertBrief(trace);
		}

	}

	@Nested
	class OtherKinds {

		@ParameterizedTest
		@ValueSource(strings = { "CLUSTER t USING t_name", "ALTER TABLE t SET UNLOGGED",
				"ALTER TABLE t ADD c int8 DEFAULT" + " (random() * 10)::int8", "ALTER TABLE t ALTER id TYPE bigint",
				"ALTER TABLE t ALTER name TYPE varchar(10)", "ALTER TABLE t ALTER note TYPE text USING note || ''" })
		void statementRewritesTable(String statement) {
			StatementTrace trace = trace(statement);
			assertThat(Tracing.locks(trace)).contains(EXCLUSIVE);
			assertThat(Tracing.names(trace.rewrites())).containsExactly("public.t");
			assertThat(Tracing.names(trace.indexBuilds())).contains("public.t_name", "public.t_at");
		}

		@ParameterizedTest
		@ValueSource(strings = { "ALTER TABLE t ALTER note SET DEFAULT 'x'", "ALTER TABLE t ALTER note DROP NOT NULL",
				"ALTER TABLE t ADD CHECK (id > 0) NOT VALID", "ALTER TABLE t ADD c timestamptz DEFAULT now()",
				"ALTER TABLE t RENAME COLUMN note TO remark", "COMMENT ON TABLE t IS 'x'",
				"ALTER TABLE t SET (fillfactor = 90)", "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
				"LOCK TABLE t IN EXCLUSIVE MODE", "CREATE VIEW w AS SELECT id FROM t",
				"ALTER TABLE t ALTER name TYPE varchar(40)" })
		void statementIsBrief(String statement) {
			StatementTrace trace = trace(statement);
			assertThat(trace.strongest(ObjectName.of("public", "t"))).isPresent();
			assertBrief(trace);
			assertThat(trace.dropped()).isEmpty();
		}

		@Test
		void refreshRewritesViewAndScansTable() {
			TransactionTraceTests.this.database
				.execute("CREATE MATERIALIZED VIEW mv AS SELECT id FROM t; CREATE UNIQUE INDEX mv_id ON mv (id)");
			StatementTrace trace = trace("REFRESH MATERIALIZED VIEW mv");
			assertThat(Tracing.locks(trace)).contains("ACCESS EXCLUSIVE public.mv", "ACCESS SHARE public.t");
			assertThat(Tracing.names(trace.rewrites())).containsExactly("public.mv");
			assertThat(Tracing.names(trace.scans())).contains("public.t");
			assertThat(Tracing.locks(trace("REFRESH MATERIALIZED VIEW CONCURRENTLY mv")))
				.contains("EXCLUSIVE public.mv");
		}

		@Test
		void constraintOfDomainScansTablesThatUseIt() {
			TransactionTraceTests.this.database
				.execute("CREATE DOMAIN d AS int; CREATE TABLE user_of_d (c d); INSERT INTO user_of_d VALUES (1)");
			StatementTrace trace = trace("ALTER DOMAIN d ADD CONSTRAINT positive CHECK (VALUE > 0)");
			assertThat(Tracing.locks(trace)).contains("SHARE public.user_of_d");
			assertThat(Tracing.names(trace.scans())).containsExactly("public.user_of_d");
		}

		@Test
		void dropSchemaNamesAllThatGoes() {
			TransactionTraceTests.this.database
				.execute("CREATE SCHEMA app; CREATE TABLE app.a (id int PRIMARY KEY); CREATE SEQUENCE app.s");
			StatementTrace trace = trace("DROP SCHEMA app CASCADE");
			assertThat(Tracing.locks(trace)).contains("ACCESS EXCLUSIVE app", "ACCESS EXCLUSIVE app.a");
			assertThat(Tracing.names(trace.dropped())).containsExactly("app.a", "app.a_pkey", "app.s");
		}

		@Test
		void exclusionConstraintBuildsIndex() {
			StatementTrace trace = trace("ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING btree (id WITH =)");
			assertThat(Tracing.names(trace.indexBuilds())).containsExactly("public.x");
			assertThat(Tracing.names(trace.scans())).containsExactly("public.t");
		}

		@Test
		void triggerBlocksWritesOnly() {
			TransactionTraceTests.this.database
				.execute("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
			StatementTrace trace = trace("CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()");
			assertThat(Tracing.locks(trace)).containsExactly("SHARE ROW EXCLUSIVE public.t");
		}

		@Test
		void partitionBesideDefaultScansDefault() {
			TransactionTraceTests.this.database
				.execute("CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE rest PARTITION OF p DEFAULT;"
						+ "INSERT INTO p VALUES (1)");
			StatementTrace trace = trace("CREATE TABLE two PARTITION OF p FOR VALUES IN (2)");
			assertThat(Tracing.locks(trace)).contains("ACCESS EXCLUSIVE public.rest");
			assertThat(Tracing.names(trace.scans())).containsExactly("public.rest");
		}

		@Test
		void temporaryTableIsNobodysConcern() {
			StatementTrace trace = trace("CREATE TEMP TABLE mine AS SELECT * FROM t", "ALTER TABLE mine ADD c serial");
			assertThat(trace.newLocks()).isEmpty();
			assertBrief(trace);
		}

		@Test
		void guardedStatementTakesLockThoughItDoesNothing() {
			assertThat(Tracing.locks(trace("ALTER TABLE t ADD COLUMN IF NOT EXISTS note text")))
				.containsExactly(EXCLUSIVE);
			assertThat(Tracing.locks(trace("CREATE INDEX IF NOT EXISTS t_name ON t (name)")))
				.contains("SHARE public.t");
		}

		@ParameterizedTest
		@CsvSource({ "ALTER TABLE t ADD v int GENERATED ALWAYS AS (id + 1) VIRTUAL, 0",
				"ALTER TABLE t ADD v int GENERATED ALWAYS AS (id + 1) VIRTUAL NOT NULL, 1",
				"ALTER TABLE t ADD CONSTRAINT n NOT NULL note NOT VALID, 0" })
		void statementOfVersion18Scans(String statement, int scans) {
			assumeThat(Integer.getInteger("test.postgres.major")).isGreaterThanOrEqualTo(18);
			assertThat(trace(statement).scans()).hasSize(scans);
		}

	}

	@Nested
	class Accumulation {

		@Test
		void lockIsHeldFromFirstStatementOn() {
			List<StatementTrace> traces = Tracing
				.in(TransactionTraceTests.this.database, "ALTER TABLE t ADD c int",
						"ALTER TABLE t ALTER note SET NOT NULL")
				.statements();
			LockTrace held = traces.get(1).locks().get(0);
			assertThat(held.newly()).isFalse();
			assertThat(held.mode()).isEqualTo(LockMode.ACCESS_EXCLUSIVE);
			assertThat(held.heldSince()).isEqualTo(traces.get(0).position());
			assertThat(traces.get(1).position().line()).isEqualTo(2);
			assertThat(Tracing.names(traces.get(1).scans())).containsExactly("public.t");
		}

		@Test
		void lockIsNewAgainAfterRollbackToSavepoint() {
			List<StatementTrace> traces = Tracing
				.in(TransactionTraceTests.this.database, "SAVEPOINT s",
						"ALTER TABLE t ADD c uuid DEFAULT gen_random_uuid()", "ROLLBACK TO SAVEPOINT s",
						"ALTER TABLE t ADD c int")
				.statements();
			assertThat(traces.get(2).locks()).isEmpty();
			assertBrief(traces.get(2));
			assertThat(traces.get(3).locks().get(0).heldSince()).isEqualTo(traces.get(3).position());
			assertBrief(traces.get(3));
		}

		@Test
		void tableOfSameTransactionIsNobodysConcern() {
			StatementTrace trace = trace("CREATE TABLE n (id int)", "INSERT INTO n VALUES (1)",
					"ALTER TABLE n ADD c uuid DEFAULT gen_random_uuid()");
			assertThat(trace.locks()).isEmpty();
			assertBrief(trace);
		}

		@Test
		void failureEndsTrace() {
			List<StatementTrace> traces = Tracing
				.in(TransactionTraceTests.this.database, "ALTER TABLE t ADD c int NOT NULL", "SELECT 1")
				.statements();
			assertThat(traces).hasSize(1);
			assertThat(traces.get(0).failure())
				.satisfies((failure) -> assertThat(failure.sqlState()).isEqualTo("23502"));
		}

		@Test
		void textIsShortenedToOneLine() {
			StatementTrace trace = trace("SELECT\n\t1,\n  '" + "x".repeat(5000) + "'");
			assertThat(trace.text()).startsWith("SELECT 1, 'xxx").endsWith("…").hasSize(201);
		}

	}

	@Nested
	class Counters {

		@Test
		void scanOfEarlierTransactionOfSessionIsLeftOut() throws SQLException {
			try (Session session = Session.open(TransactionTraceTests.this.database.dataSource(), (notice) -> {
			})) {
				session.query(List.of("SELECT pg_catalog.count(*) FROM public.t")).orThrow();
				UnitTrace first = TransactionTrace.of(session, "ALTER TABLE t ALTER note SET NOT NULL");
				assertThat(first.statements().get(0).scans()).hasSize(1);
				UnitTrace second = TransactionTrace.of(session, "ALTER TABLE t ADD COLUMN c int");
				assertBrief(second.statements().get(0));
			}
		}

		@Test
		void scanOfEarlierStatementOfUnitIsLeftOut() {
			assertBrief(trace("ALTER TABLE t ALTER note SET NOT NULL", "ALTER TABLE t ADD COLUMN c int"));
		}

		@Test
		void missingCountsAreSaidWhenServerDoesNotCount() {
			TestDatabase database = TransactionTraceTests.this.database;
			database.execute("ALTER DATABASE " + database.name() + " SET track_counts = off");
			StatementTrace trace = trace("ALTER TABLE t ALTER note SET NOT NULL");
			assertThat(trace.limit()).contains("track_counts");
		}

	}

	@Nested
	class Routines {

		@Test
		void statementsInDoBlockAreSeen() {
			StatementTrace trace = trace("DO $$ BEGIN EXECUTE 'ALTER TABLE t ALTER id TYPE bigint'; END $$");
			assertThat(Tracing.locks(trace)).contains(EXCLUSIVE);
			assertThat(Tracing.names(trace.rewrites())).containsExactly("public.t");
		}

		@Test
		void statementsInFunctionAreSeen() {
			TransactionTraceTests.this.database.execute("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS"
					+ " $$ BEGIN ALTER TABLE t ALTER note SET NOT NULL; DROP TABLE child; END $$");
			StatementTrace trace = trace("SELECT f()");
			assertThat(Tracing.names(trace.scans())).containsExactly("public.t");
			assertThat(Tracing.names(trace.dropped())).contains("public.child");
		}

		@Test
		void statementsThatTriggerOfEventRunsAreSeen() {
			TransactionTraceTests.this.database.execute("CREATE FUNCTION g() RETURNS event_trigger LANGUAGE plpgsql AS"
					+ " $$ BEGIN LOCK TABLE child IN SHARE MODE; END $$;"
					+ "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION g()");
			assertThat(Tracing.locks(trace("ALTER TABLE t ADD c int"))).contains("SHARE public.child");
		}

	}

}
