package dev.appmigrations.engine.execute.recovery;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.appmigrations.engine.execute.recovery.Recovery.Verdict;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.watch.Bystanders;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each state is brought about for real.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class RecoveryTests {

	@FreshDatabase
	private TestDatabase database;

	private Bystanders bystanders;

	private Session session;

	@BeforeEach
	void openSession() throws SQLException {
		this.bystanders = new Bystanders(this.database);
		this.session = Session.open(this.database.dataSource(), (notice) -> {
		});
	}

	@AfterEach
	void tearDown() {
		this.session.close();
		this.bystanders.close();
	}

	private void execute(String sql) {
		this.database.execute(sql);
	}

	private String before(Recovery recovery) {
		return this.session.query(List.of("SELECT " + recovery.before() + " AS before")).rows(0).required(0, "before");
	}

	private void send(String statement) throws BatchFailedException {
		StatementBatch batch = new StatementBatch();
		batch.add(statement);
		this.session.send(batch);
	}

	private List<String> indexes(String table) {
		return this.database.list("SELECT indexrelid::regclass || CASE WHEN indisvalid THEN '' ELSE ' invalid' END"
				+ " FROM pg_index WHERE indrelid = '" + table + "'::regclass ORDER BY 1");
	}

	private TestDatabase database() {
		return this.database;
	}

	private Bystanders bystanders() {
		return this.bystanders;
	}

	private Session session() {
		return this.session;
	}

	@Nested
	class CreateIndex {

		private static final String STATEMENT = "CREATE INDEX CONCURRENTLY i ON t (x)";

		private static final String UNIQUE = "CREATE UNIQUE INDEX CONCURRENTLY i ON t (x)";

		@BeforeEach
		void createTable() {
			execute("CREATE TABLE t (x int, y int); INSERT INTO t VALUES (1, 1), (1, 2)");
		}

		private Recovery recovery(String statement) {
			return Recovery.of(StatementKind.CREATE_INDEX_CONCURRENTLY, statement);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|',
				textBlock = """
						CREATE INDEX CONCURRENTLY i ON t (x)                                | t
						CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS I ON "t" (y)         | t
						CREATE INDEX CONCURRENTLY "Mixed "" Case" ON t (x)                  | t
						CREATE INDEX CONCURRENTLY i ON "S.s"."T 1" (x)                      | "S.s"."T 1"
						CREATE INDEX CONCURRENTLY U&"\\0069" ON u (x)                       | "S.s".u
						CREATE INDEX CONCURRENTLY index_with_a_name_that_is_longer_than_the_63_bytes_that_a_name_may_have ON t (x) | t
						CREATE INDEX CONCURRENTLY ON t (x)                                  | t
						CREATE UNIQUE INDEX CONCURRENTLY ON t (y)                           | t
						CREATE INDEX CONCURRENTLY ON "S.s"."T 1" (lower(x::text), x)        | "S.s"."T 1"
						CREATE INDEX CONCURRENTLY ON u (x)                                  | "S.s".u
						""")
		void examineFindsIndexThatIsComplete(String statement, String table) throws BatchFailedException {
			execute("CREATE SCHEMA \"S.s\" CREATE TABLE \"T 1\" (x int) CREATE TABLE u (x int)");
			send("SET search_path = nowhere, public, \"S.s\"");
			Recovery recovery = recovery(statement);
			String before = before(recovery);
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.RUN_AGAIN);
			recovery.clearWay(session());
			send(statement);
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.DONE);
			assertThat(indexes(table)).hasSize(1).noneMatch((index) -> index.endsWith("invalid"));
		}

		@Test
		void examineWhenIndexWasThereBeforeRunsAgain() throws BatchFailedException {
			execute("CREATE INDEX i ON t (y)");
			Recovery recovery = recovery(STATEMENT);
			assertThat(recovery.examine(session(), before(recovery))).isEqualTo(Verdict.RUN_AGAIN);
			recovery.clearWay(session());
			assertThat(indexes("t")).containsExactly("i");
		}

		@ParameterizedTest
		@ValueSource(strings = { STATEMENT, "CREATE INDEX CONCURRENTLY ON t (x)" })
		void examineWhenBuildWasCancelledDropsIndex(String statement) throws Exception {
			Recovery recovery = recovery(statement);
			String before = before(recovery);
			bystanders().keepSnapshot("t");
			bystanders().interrupt(statement);
			assertThat(indexes("t")).hasSize(1).allMatch((index) -> index.endsWith("invalid"));
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.RUN_AGAIN);
			assertThat(indexes("t")).isEmpty();
		}

		@Test
		void examineWhenBuildGoesOnWaitsForItsEnd(CapturedOutput output) throws Exception {
			AtomicInteger pauses = new AtomicInteger();
			Recovery recovery = Recovery.of(StatementKind.CREATE_INDEX_CONCURRENTLY, STATEMENT, Clock.systemUTC(),
					(duration) -> {
						if (pauses.incrementAndGet() == 2) {
							bystanders().release();
							assertThat(bystanders().finished()).isTrue();
						}
					});
			String before = before(recovery);
			bystanders().keepSnapshot("t");
			bystanders().startAndWait(STATEMENT);
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.DONE);
			assertThat(pauses).hasValue(2);
			assertThat(indexes("t")).containsExactly("i");
			assertThat(output).containsOnlyOnce("Waiting for backend ");
		}

		@Test
		void examineWhenBuildGoesOnAndFailsDropsIndex() throws Exception {
			Recovery recovery = Recovery.of(StatementKind.CREATE_INDEX_CONCURRENTLY, STATEMENT, Clock.systemUTC(),
					(duration) -> {
						bystanders().cancel(STATEMENT);
						bystanders().release();
					});
			String before = before(recovery);
			bystanders().keepSnapshot("t");
			bystanders().startAndWait(STATEMENT);
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.RUN_AGAIN);
			assertThat(indexes("t")).isEmpty();
		}

		@Test
		void examineWhenBackendStillWaitsForTheTableWaitsForIt() throws Exception {
			Recovery recovery = Recovery.of(StatementKind.CREATE_INDEX_CONCURRENTLY, STATEMENT, Clock.systemUTC(),
					(duration) -> {
						bystanders().release();
						assertThat(bystanders().finished()).isTrue();
					});
			String before = before(recovery);
			bystanders().keepLock("t; LOCK TABLE t");
			bystanders().startAndWait(STATEMENT);
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.DONE);
		}

		@Test
		void examineWhenIndexOfTheNameIsOnAnotherTableLeavesIt() throws BatchFailedException {
			Recovery recovery = recovery(STATEMENT);
			String before = before(recovery);
			execute("CREATE TABLE other (x int); CREATE INDEX i ON other (x)");
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.RUN_AGAIN);
			recovery.clearWay(session());
			recovery.cleanUp(session(), before);
			assertThat(indexes("other")).containsExactly("i");
		}

		@Test
		void examineWhenTableIsMissingRunsAgain() throws BatchFailedException {
			Recovery recovery = recovery("CREATE INDEX CONCURRENTLY i ON missing.t (x)");
			recovery.clearWay(session());
			assertThat(recovery.examine(session(), before(recovery))).isEqualTo(Verdict.RUN_AGAIN);
		}

		@Test
		void examineWhenUnnamedIgnoresIndexesThatItCannotHaveCreated() throws BatchFailedException {
			Recovery recovery = recovery("CREATE INDEX CONCURRENTLY ON t (x)");
			String before = before(recovery);
			execute("CREATE INDEX named ON t (x); CREATE UNIQUE INDEX ON t (y);"
					+ " ALTER TABLE t ADD CONSTRAINT c_idx EXCLUDE (y WITH =)");
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.RUN_AGAIN);
		}

		@Test
		void examineWhenUnnamedAndSeveralAreNewAsks() throws BatchFailedException {
			Recovery recovery = recovery("CREATE INDEX CONCURRENTLY ON t (x)");
			String before = before(recovery);
			execute("CREATE INDEX ON t (x); CREATE INDEX ON t (x)");
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.UNKNOWN);
			assertThat(recovery.question()).contains("indexes of t:");
		}

		@Test
		void examineWhenNothingIsKnownAsks() throws BatchFailedException {
			assertThat(recovery(STATEMENT).examine(session(), null)).isEqualTo(Verdict.UNKNOWN);
		}

		@ParameterizedTest
		@ValueSource(strings = { UNIQUE, "CREATE UNIQUE INDEX CONCURRENTLY ON t (x)" })
		void cleanUpWhenUniqueBuildFailedDropsIndex(String statement) throws BatchFailedException {
			execute("CREATE INDEX other_idx ON t (x)");
			Recovery recovery = recovery(statement);
			String before = before(recovery);
			assertThatExceptionOfType(BatchFailedException.class).isThrownBy(() -> send(statement));
			assertThat(indexes("t")).hasSize(2).anyMatch((index) -> index.endsWith(" invalid"));
			recovery.cleanUp(session(), before);
			assertThat(indexes("t")).containsExactly("other_idx");
		}

		@Test
		void cleanUpLeavesWhatWasThereBefore() throws BatchFailedException {
			assertThatExceptionOfType(BatchFailedException.class).isThrownBy(() -> send(UNIQUE));
			Recovery recovery = recovery(UNIQUE);
			recovery.cleanUp(session(), before(recovery));
			recovery.cleanUp(session(), null);
			assertThat(indexes("t")).containsExactly("i invalid");
		}

		@Test
		void cleanUpLeavesWhatAnotherBackendBuilds() throws Exception {
			Recovery recovery = recovery(STATEMENT);
			String before = before(recovery);
			bystanders().keepSnapshot("t");
			bystanders().startAndWait(STATEMENT);
			send("SET lock_timeout = '50ms'");
			assertThatExceptionOfType(BatchFailedException.class).isThrownBy(() -> send(STATEMENT));
			recovery.cleanUp(session(), before);
			assertThat(indexes("t")).containsExactly("i invalid");
			bystanders().release();
			assertThat(bystanders().finished()).isTrue();
		}

		@ParameterizedTest
		@ValueSource(strings = { STATEMENT, "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (x)" })
		void clearWayDropsInvalidIndexOfTheName(String statement, CapturedOutput output) throws BatchFailedException {
			assertThatExceptionOfType(BatchFailedException.class).isThrownBy(() -> send(UNIQUE));
			Recovery recovery = recovery(statement);
			String before = before(recovery);
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.RUN_AGAIN);
			recovery.clearWay(session());
			assertThat(indexes("t")).isEmpty();
			assertThat(output).contains("WARN").contains("Index public.i is invalid and nobody is building it");
			send(statement);
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.DONE);
		}

		@Test
		void clearWayLeavesInvalidIndexesOfOtherNames() throws BatchFailedException {
			assertThatExceptionOfType(BatchFailedException.class).isThrownBy(() -> send(UNIQUE));
			recovery("CREATE INDEX CONCURRENTLY j ON t (x)").clearWay(session());
			recovery("CREATE INDEX CONCURRENTLY ON t (x)").clearWay(session());
			assertThat(indexes("t")).containsExactly("i invalid");
		}

		@Test
		void clearWayWaitsForWhoBuildsTheIndex() throws Exception {
			Recovery recovery = Recovery.of(StatementKind.CREATE_INDEX_CONCURRENTLY, STATEMENT, Clock.systemUTC(),
					(duration) -> {
						bystanders().release();
						assertThat(bystanders().finished()).isTrue();
					});
			bystanders().keepSnapshot("t");
			bystanders().startAndWait(STATEMENT);
			recovery.clearWay(session());
			assertThat(indexes("t")).containsExactly("i");
		}

	}

	@Nested
	class DropIndex {

		private static final String STATEMENT = "DROP INDEX CONCURRENTLY i";

		private final Recovery recovery = Recovery.of(StatementKind.DROP_INDEX_CONCURRENTLY, STATEMENT);

		@BeforeEach
		void createTable() {
			execute("CREATE TABLE t (x int); CREATE INDEX i ON t (x)");
		}

		@Test
		void examineWhenIndexIsGoneIsDone() throws BatchFailedException {
			String before = before(this.recovery);
			assertThat(this.recovery.examine(session(), before)).isEqualTo(Verdict.RUN_AGAIN);
			send(STATEMENT);
			assertThat(this.recovery.examine(session(), before)).isEqualTo(Verdict.DONE);
			execute("CREATE INDEX i ON t (x)");
			assertThat(this.recovery.examine(session(), before)).isEqualTo(Verdict.DONE);
		}

		@Test
		void examineWhenIndexNeverWasRunsAgain() throws BatchFailedException {
			execute("DROP INDEX i");
			assertThat(this.recovery.examine(session(), before(this.recovery))).isEqualTo(Verdict.RUN_AGAIN);
			assertThat(this.recovery.examine(session(), null)).isEqualTo(Verdict.UNKNOWN);
		}

		@Test
		void examineWhenIndexIsHalfDroppedRunsAgain() throws Exception {
			String before = before(this.recovery);
			bystanders().keepLock("t");
			bystanders().interrupt(STATEMENT);
			assertThat(indexes("t")).containsExactly("i invalid");
			this.recovery.cleanUp(session(), before);
			assertThat(this.recovery.examine(session(), before)).isEqualTo(Verdict.RUN_AGAIN);
			send(STATEMENT);
			assertThat(this.recovery.examine(session(), before)).isEqualTo(Verdict.DONE);
		}

		@Test
		void examineWhileItGoesOnWaits() throws Exception {
			Recovery patient = Recovery.of(StatementKind.DROP_INDEX_CONCURRENTLY, STATEMENT, Clock.systemUTC(),
					(duration) -> {
						bystanders().release();
						assertThat(bystanders().finished()).isTrue();
					});
			String before = before(patient);
			bystanders().keepLock("t");
			bystanders().startAndWait(STATEMENT);
			assertThat(patient.examine(session(), before)).isEqualTo(Verdict.DONE);
		}

	}

	@Nested
	class Reindex {

		@BeforeEach
		void createTables() {
			execute("CREATE SCHEMA s; CREATE TABLE s.t (x int PRIMARY KEY, y text); INSERT INTO s.t VALUES (1, 'a');"
					+ " CREATE INDEX \"I\" ON s.t (y); CREATE TABLE s.p (x int) PARTITION BY RANGE (x);"
					+ " CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES FROM (1) TO (9); CREATE INDEX pi ON s.p (x)");
		}

		private List<String> leftovers() {
			return database()
				.list("SELECT regexp_replace(relname, '_[0-9]+_', '_#_') FROM pg_class WHERE relname ~ '_cc(new|old)'"
						+ " ORDER BY 1");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				REINDEX INDEX CONCURRENTLY s."I"           | s.t  | I_ccnew
				REINDEX TABLE CONCURRENTLY s.t             | s.t  | I_ccnew, pg_toast_#_index_ccnew, t_pkey_ccnew
				REINDEX (CONCURRENTLY) TABLE s.t           | s.t  | I_ccnew, pg_toast_#_index_ccnew, t_pkey_ccnew
				REINDEX INDEX CONCURRENTLY s.pi            | s.p1 | p1_x_idx_ccnew
				REINDEX TABLE CONCURRENTLY s.p             | s.p1 | p1_x_idx_ccnew
				REINDEX SCHEMA CONCURRENTLY s              | s.t  | I_ccnew, pg_toast_#_index_ccnew, t_pkey_ccnew
				""")
		void examineWhenItWasCancelledDropsNewIndexes(String statement, String table, String left) throws Exception {
			Recovery recovery = Recovery.of(StatementKind.REINDEX_CONCURRENTLY, statement);
			String before = before(recovery);
			bystanders().keepSnapshot(table);
			bystanders().interrupt(statement);
			assertThat(leftovers()).containsExactly(left.split(", "));
			assertThat(recovery.examine(session(), null)).isEqualTo(Verdict.RUN_AGAIN);
			assertThat(leftovers()).isNotEmpty();
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.RUN_AGAIN);
			assertThat(leftovers()).isEmpty();
		}

		@Test
		void examineWhenItReindexesTheDatabaseDropsNewIndexes() throws Exception {
			String statement = "REINDEX DATABASE CONCURRENTLY " + database().name();
			Recovery recovery = Recovery.of(StatementKind.REINDEX_CONCURRENTLY, statement);
			String before = before(recovery);
			bystanders().keepSnapshot("s.t");
			bystanders().interrupt(statement);
			assertThat(leftovers()).isNotEmpty();
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.RUN_AGAIN);
			assertThat(leftovers()).isEmpty();
		}

		@Test
		void cleanUpDropsOldIndexesButNotThoseOfBefore() throws Exception {
			String statement = "REINDEX TABLE CONCURRENTLY s.t";
			bystanders().keepSnapshot("s.t");
			bystanders().interrupt(statement);
			List<String> earlier = leftovers();
			Recovery recovery = Recovery.of(StatementKind.REINDEX_CONCURRENTLY, statement);
			String before = before(recovery);
			bystanders().keepLock("s.t");
			bystanders().interrupt(statement);
			assertThat(leftovers()).contains("I_ccold", "t_pkey_ccold");
			recovery.cleanUp(session(), before);
			assertThat(leftovers()).isEqualTo(earlier);
			assertThat(indexes("s.t")).contains("s.\"I\"", "s.t_pkey");
		}

		@Test
		void examineWhileItGoesOnWaits() throws Exception {
			String statement = "REINDEX TABLE CONCURRENTLY s.t";
			AtomicInteger pauses = new AtomicInteger();
			Recovery recovery = Recovery.of(StatementKind.REINDEX_CONCURRENTLY, statement, Clock.systemUTC(),
					(duration) -> {
						pauses.incrementAndGet();
						bystanders().release();
						assertThat(bystanders().finished()).isTrue();
					});
			String before = before(recovery);
			bystanders().keepSnapshot("s.t");
			bystanders().startAndWait(statement);
			recovery.cleanUp(session(), before);
			assertThat(leftovers()).isNotEmpty();
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.RUN_AGAIN);
			assertThat(pauses).hasValue(1);
		}

		@Test
		void examineWhenRoleMayNotDropToastIndexSaysWhatToRun(CapturedOutput output) throws Exception {
			String role = database().name() + "_owner";
			execute("CREATE ROLE " + role + " LOGIN; ALTER SCHEMA s OWNER TO " + role + "; ALTER TABLE s.t OWNER TO "
					+ role);
			String statement = "REINDEX TABLE CONCURRENTLY s.t";
			Recovery recovery = Recovery.of(StatementKind.REINDEX_CONCURRENTLY, statement);
			String before = before(recovery);
			bystanders().keepSnapshot("s.t");
			bystanders().interrupt(statement);
			try (Session own = Session.open(database().dataSource(role), (notice) -> {
			})) {
				assertThat(recovery.examine(own, before)).isEqualTo(Verdict.RUN_AGAIN);
			}
			finally {
				execute("REASSIGN OWNED BY " + role + " TO postgres; DROP ROLE " + role);
			}
			assertThat(leftovers()).containsExactly("pg_toast_#_index_ccnew");
			assertThat(output).contains("a superuser should run: DROP INDEX CONCURRENTLY IF EXISTS \"pg_toast\".");
		}

	}

	@Nested
	class DetachPartition {

		private static final String STATEMENT = "ALTER TABLE \"P\" DETACH PARTITION s.c CONCURRENTLY";

		private final Recovery recovery = Recovery.of(StatementKind.DETACH_PARTITION_CONCURRENTLY, STATEMENT);

		@BeforeEach
		void createTables() {
			execute("CREATE SCHEMA s; CREATE TABLE \"P\" (x int) PARTITION BY RANGE (x);"
					+ " CREATE TABLE s.c PARTITION OF \"P\" FOR VALUES FROM (1) TO (9)");
		}

		private String state() {
			return database().value("SELECT string_agg(inhdetachpending::text, ',') FROM pg_inherits"
					+ " WHERE inhrelid = 's.c'::regclass");
		}

		@Test
		void examineWhenItIsNoPartitionAnyMoreIsDone() throws BatchFailedException {
			String before = before(this.recovery);
			assertThat(this.recovery.examine(session(), before)).isEqualTo(Verdict.RUN_AGAIN);
			send(STATEMENT);
			assertThat(this.recovery.examine(session(), before)).isEqualTo(Verdict.DONE);
			execute("DROP TABLE s.c");
			assertThat(this.recovery.examine(session(), before)).isEqualTo(Verdict.DONE);
		}

		@Test
		void examineWhenItNeverWasAPartitionRunsAgain() throws BatchFailedException {
			execute("ALTER TABLE \"P\" DETACH PARTITION s.c");
			assertThat(this.recovery.examine(session(), before(this.recovery))).isEqualTo(Verdict.RUN_AGAIN);
			assertThat(this.recovery.examine(session(), null)).isEqualTo(Verdict.UNKNOWN);
			assertThat(this.recovery.question()).contains("s.c is still a partition of P");
		}

		@Test
		void examineWhenDetachIsPendingFinishesIt() throws Exception {
			String before = before(this.recovery);
			bystanders().keepLock("\"P\"");
			bystanders().interrupt(STATEMENT);
			assertThat(state()).isEqualTo("true");
			this.recovery.cleanUp(session(), before);
			assertThat(state()).isEqualTo("true");
			assertThat(this.recovery.examine(session(), before)).isEqualTo(Verdict.DONE);
			assertThat(state()).isNull();
		}

		@Test
		void examineWhileItGoesOnWaits() throws Exception {
			AtomicInteger pauses = new AtomicInteger();
			Recovery patient = Recovery.of(StatementKind.DETACH_PARTITION_CONCURRENTLY, STATEMENT, Clock.systemUTC(),
					(duration) -> {
						pauses.incrementAndGet();
						bystanders().release();
						assertThat(bystanders().finished()).isTrue();
					});
			String before = before(patient);
			bystanders().keepLock("\"P\"");
			bystanders().startAndWait(STATEMENT);
			assertThat(patient.examine(session(), before)).isEqualTo(Verdict.DONE);
			assertThat(pauses).hasValue(1);
		}

	}

	@Nested
	class Existence {

		private String quoted;

		@BeforeEach
		void chooseName() {
			this.quoted = "\"" + database().name() + "_\"\"X\"";
		}

		private void creationThenRemoval(StatementKind creation, String create, StatementKind removal, String remove)
				throws BatchFailedException {
			Recovery creating = Recovery.of(creation, create);
			Recovery removing = Recovery.of(removal, remove);
			String absent = before(creating);
			assertThat(creating.examine(session(), absent)).isEqualTo(Verdict.RUN_AGAIN);
			assertThat(removing.examine(session(), before(removing))).isEqualTo(Verdict.RUN_AGAIN);
			send(create);
			assertThat(creating.examine(session(), absent)).isEqualTo(Verdict.DONE);
			String present = before(removing);
			assertThat(creating.examine(session(), before(creating))).isEqualTo(Verdict.RUN_AGAIN);
			assertThat(removing.examine(session(), present)).isEqualTo(Verdict.RUN_AGAIN);
			send(remove);
			assertThat(removing.examine(session(), present)).isEqualTo(Verdict.DONE);
			assertThat(creating.examine(session(), null)).isEqualTo(Verdict.UNKNOWN);
		}

		@Test
		void examineTellsByTheDatabase() throws BatchFailedException {
			creationThenRemoval(StatementKind.CREATE_DATABASE, "CREATE DATABASE " + this.quoted,
					StatementKind.DROP_DATABASE, "DROP DATABASE IF EXISTS " + this.quoted);
		}

		@Test
		void examineTellsByTheTablespace() throws BatchFailedException {
			send("SET allow_in_place_tablespaces = on");
			creationThenRemoval(StatementKind.CREATE_TABLESPACE, "CREATE TABLESPACE " + this.quoted + " LOCATION ''",
					StatementKind.DROP_TABLESPACE, "DROP TABLESPACE " + this.quoted);
		}

		@Test
		void examineTellsByTheSubscription() throws BatchFailedException {
			String create = "CREATE SUBSCRIPTION " + this.quoted
					+ " CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE)";
			creationThenRemoval(StatementKind.CREATE_SUBSCRIPTION, create, StatementKind.DROP_SUBSCRIPTION,
					"DROP SUBSCRIPTION " + this.quoted);
		}

		@Test
		void examineWhenRoleIsOrdinaryTellsByTheSubscription() throws Exception {
			String role = database().name() + "_plain";
			execute("CREATE ROLE " + role + " LOGIN");
			Recovery recovery = Recovery.of(StatementKind.CREATE_SUBSCRIPTION,
					"CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p");
			try (Session plain = Session.open(database().dataSource(role), (notice) -> {
			})) {
				assertThat(recovery.examine(plain, before(recovery))).isEqualTo(Verdict.RUN_AGAIN);
			}
			finally {
				execute("DROP ROLE " + role);
			}
		}

		@ParameterizedTest
		@EnumSource(names = { "COMMIT_PREPARED", "ROLLBACK_PREPARED" })
		void examineTellsByThePreparedTransaction(StatementKind kind) throws BatchFailedException {
			String identifier = "'It''s " + database().name() + "'";
			String statement = kind.name().replace('_', ' ') + " " + identifier;
			Recovery recovery = Recovery.of(kind, statement);
			assertThat(recovery.examine(session(), before(recovery))).isEqualTo(Verdict.RUN_AGAIN);
			send("BEGIN");
			send("CREATE TABLE t (x int)");
			send("PREPARE TRANSACTION " + identifier);
			String before = before(recovery);
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.RUN_AGAIN);
			send(statement);
			assertThat(recovery.examine(session(), before)).isEqualTo(Verdict.DONE);
		}

	}

	@Nested
	class Others {

		@ParameterizedTest
		@EnumSource(names = { "VACUUM", "CLUSTER_ALL", "REINDEX_MANY", "ALTER_SYSTEM", "ALTER_DATABASE_TABLESPACE",
				"ALTER_SUBSCRIPTION_REFRESH", "DISCARD_ALL" })
		void examineWhenItCanBeRepeatedRunsAgain(StatementKind kind) throws BatchFailedException {
			Recovery recovery = Recovery.of(kind, "VACUUM");
			assertThat(recovery.examine(session(), before(recovery))).isEqualTo(Verdict.RUN_AGAIN);
		}

		@ParameterizedTest
		@EnumSource(names = { "CALL", "DO", "OTHER", "COMMIT_PREPARED", "CREATE_INDEX_CONCURRENTLY" })
		void examineWhenItCannotBeKnownAsks(StatementKind kind) throws BatchFailedException {
			Recovery recovery = Recovery.of(kind, "DO $$ BEGIN COMMIT; END $$");
			assertThat(recovery.examine(session(), before(recovery))).isEqualTo(Verdict.UNKNOWN);
			assertThat(recovery.question()).contains("look at what it changes");
		}

		@Test
		void everyKindThatIsNotTransactionalHasARecovery() {
			for (StatementKind kind : StatementKind.values()) {
				if (!kind.transactional()) {
					assertThat(Recovery.of(kind, statementOf(kind))).as(kind.name())
						.isNotInstanceOf(AskingRecovery.class);
				}
			}
		}

		/** The names of the kinds read like the start of their statements. */
		private static String statementOf(StatementKind kind) {
			return switch (kind) {
				case CREATE_INDEX_CONCURRENTLY -> "CREATE INDEX CONCURRENTLY ON t (x)";
				case REINDEX_CONCURRENTLY -> "REINDEX TABLE CONCURRENTLY t";
				case DETACH_PARTITION_CONCURRENTLY -> "ALTER TABLE t DETACH PARTITION u CONCURRENTLY";
				case COMMIT_PREPARED, ROLLBACK_PREPARED -> kind.name().replace('_', ' ') + " 'x'";
				default -> kind.name().replace('_', ' ') + " x";
			};
		}

		@ParameterizedTest
		@ValueSource(strings = { "DO $$ BEGIN PERFORM pg_sleep(30); END $$",
				"DO $$ BEGIN PERFORM pg_sleep(30); END /* ääääääääääääääääääää */ $$" })
		void examineWhileItGoesOnWaits(String text) throws Exception {
			String statement = text.replace("ä", "ä".repeat(50));
			AtomicInteger pauses = new AtomicInteger();
			Recovery recovery = Recovery.of(StatementKind.DO, statement, Clock.systemUTC(), (duration) -> {
				pauses.incrementAndGet();
				database().list("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'DO %'");
				assertThat(bystanders().finished()).isFalse();
			});
			bystanders().start(statement);
			while (database().list("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'DO %'").isEmpty()) {
				Thread.sleep(20);
			}
			assertThat(recovery.examine(session(), null)).isEqualTo(Verdict.UNKNOWN);
			assertThat(pauses).hasValue(1);
		}

		@Test
		void examineIgnoresBackendsThatRunAnotherStatement() throws Exception {
			bystanders().start("DO $$ BEGIN PERFORM pg_sleep(1); END $$");
			Recovery recovery = Recovery.of(StatementKind.VACUUM, "DO $$ BEGIN PERFORM pg_sleep(1); END $$ -- x",
					Clock.systemUTC(), (duration) -> {
						throw new IllegalStateException("Nothing to wait for");
					});
			while (database().list("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'DO %'").isEmpty()) {
				Thread.sleep(20);
			}
			assertThat(recovery.examine(session(), null)).isEqualTo(Verdict.RUN_AGAIN);
			assertThat(bystanders().finished()).isTrue();
		}

	}

}
