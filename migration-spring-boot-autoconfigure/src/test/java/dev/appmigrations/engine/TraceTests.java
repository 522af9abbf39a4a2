package dev.appmigrations.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import dev.appmigrations.engine.jdbc.DatabaseServer;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.TraceReport;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.safety.trace.LockTrace;
import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.engine.scratch.ScratchServer;
import dev.appmigrations.engine.scratch.TraceRequest;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.trace.Tracing;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Migrations that are traced on a scratch database.
 */
class TraceTests {

	private static final ObjectName ORDERS = ObjectName.of("public", "orders");

	private final MemoryScripts scripts = new MemoryScripts().with("1_orders.sql",
			"CREATE TABLE orders (id int PRIMARY KEY, name text); INSERT INTO orders VALUES (1, 'a');");

	@FreshDatabase
	private TestDatabase database;

	@AfterEach
	void nothingIsLeftOnServer() {
		assertThat(this.database.list("SELECT datname FROM pg_database WHERE datname LIKE 'appmigrations%'")).isEmpty();
	}

	private Migrator migrator() {
		return migrator(MigratorOptions.defaults());
	}

	private Migrator migrator(MigratorOptions options) {
		return Migrator.builder(this.database.dataSource(), this.scripts).options(options).build();
	}

	private TraceReport trace() {
		return migrator().safety().trace(TraceRequest.pending(new ScratchServer(new Server(), false)));
	}

	private MigrationTrace traceOf(String script) {
		migrator().migrate();
		this.scripts.with("2_next.sql", script);
		List<MigrationTrace> traces = trace().migrations();
		assertThat(traces).hasSize(1);
		assertThat(traces.get(0).name()).isEqualTo("2_next.sql");
		return traces.get(0);
	}

	private static List<StatementTrace> statements(MigrationTrace trace) {
		return trace.units().stream().flatMap((unit) -> unit.statements().stream()).toList();
	}

	@Nested
	class Pending {

		@Test
		void traceOfABackfillSaysWhyThereIsNoneAndGoesOnBehindIt() {
			migrator().migrate();
			TraceTests.this.scripts.with("2_fill.sql", """
					-- migrate:backfill table=orders
					-- migrate:verify SELECT id FROM orders WHERE name <> 'b'
					UPDATE orders SET name = 'b' WHERE id BETWEEN :from AND :to;
					""").with("3_more.sql", "-- migrate:requires 2\nALTER TABLE orders ALTER name SET NOT NULL;");
			TraceReport report = trace();
			assertThat(report.migrations()).hasSize(2).allSatisfy((trace) -> assertThat(trace.untraced()).isNull());
			assertThat(statements(report.migrations().get(1))).hasSize(1);
			assertThat(report.limits())
				.containsExactly("2_fill.sql is a backfill, which locks the rows of one batch at a time.");
		}

		@Test
		void traceWhenSomethingIsAppliedReplaysIt() {
			MigrationTrace trace = traceOf("-- a comment\nALTER TABLE orders ADD note text;\n\n"
					+ "ALTER TABLE orders ALTER name SET NOT NULL;");
			assertThat(trace.untraced()).isNull();
			assertThat(trace.phase()).isEqualTo(Phase.EXPAND);
			assertThat(trace.units()).singleElement().extracting(UnitTrace::mode).isEqualTo(Unit.Mode.TRANSACTION);
			StatementTrace second = statements(trace).get(1);
			assertThat(second.position().line()).isEqualTo(4);
			assertThat(second.strongest(ORDERS)).get().satisfies((lock) -> {
				assertThat(lock.mode()).isEqualTo(LockMode.ACCESS_EXCLUSIVE);
				assertThat(lock.newly()).isFalse();
				assertThat(lock.heldSince().line()).isEqualTo(2);
			});
			assertThat(Tracing.names(second.scans())).containsExactly("public.orders");
		}

		@Test
		void traceLeavesDatabaseAsItWas() {
			traceOf("DROP TABLE orders;");
			assertThat(TraceTests.this.database.value("SELECT count(*) FROM orders")).isEqualTo("1");
			assertThat(migrator().status().pending()).hasSize(1);
		}

		@Test
		void traceWhenNothingIsAppliedBeginsEmpty() {
			TraceTests.this.scripts.with("2_b.sql", "ALTER TABLE orders ALTER id TYPE bigint;");
			TraceReport report = trace();
			assertThat(report.replayed()).isZero();
			assertThat(report.server()).startsWith("PostgreSQL 1");
			assertThat(report.migrations()).extracting(MigrationTrace::name).containsExactly("1_orders.sql", "2_b.sql");
			assertThat(statements(report.migrations().get(0))).allSatisfy((statement) -> {
				assertThat(statement.locks()).isEmpty();
				assertThat(statement.indexBuilds()).isEmpty();
			});
			assertThat(Tracing.names(statements(report.migrations().get(1)).get(0).rewrites()))
				.containsExactly("public.orders");
			assertThat(TraceTests.this.database.value("SELECT to_regclass('orders')")).isNull();
		}

		@Test
		void traceWhenNothingIsPendingIsEmpty() {
			migrator().migrate();
			assertThat(trace().migrations()).isEmpty();
		}

		@Test
		void traceRunsContractMigrations() {
			MigrationTrace trace = traceOf("-- migrate:phase contract\nALTER TABLE orders DROP COLUMN name;");
			assertThat(trace.phase()).isEqualTo(Phase.CONTRACT);
			assertThat(statements(trace).get(0).strongest(ORDERS)).isPresent();
		}

		@Test
		void traceWhenFileOfAppliedIsGoneSaysSo() {
			migrator().migrate();
			TraceTests.this.database.execute("INSERT INTO migration_history (migration_name) VALUES ('0_gone.sql')");
			TraceTests.this.scripts.with("R__view.sql", "CREATE VIEW v AS SELECT 1 AS one;");
			TraceReport report = trace();
			assertThat(report.limits()).singleElement().asString().contains("0_gone.sql", "file is gone");
		}

		@Test
		void traceWhenRepeatableHasChangedSaysSo() {
			TraceTests.this.scripts.with("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;");
			migrator().migrate();
			TraceTests.this.scripts.with("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 2 AS one;");
			TraceReport report = trace();
			assertThat(report.migrations()).extracting(MigrationTrace::name).containsExactly("R__view.sql");
			assertThat(report.limits()).singleElement().asString().contains("R__view.sql", "as if it were new");
		}

	}

	@Nested
	class Units {

		@Test
		void traceWhenStatementIsConcurrentHasUnitOfItsOwn() {
			MigrationTrace trace = traceOf("ALTER TABLE orders ADD note text;\n"
					+ "CREATE INDEX CONCURRENTLY orders_note ON orders (note);\nALTER TABLE orders ADD more text;");
			assertThat(trace.units()).extracting(UnitTrace::number).containsExactly(1, 2, 3);
			assertThat(trace.units()).extracting(UnitTrace::mode)
				.containsExactly(Unit.Mode.TRANSACTION, Unit.Mode.ALONE, Unit.Mode.TRANSACTION);
			StatementTrace concurrent = trace.units().get(1).statements().get(0);
			assertThat(concurrent.sampled()).isTrue();
			assertThat(concurrent.position().line()).isEqualTo(2);
			assertThat(concurrent.strongest(ORDERS)).get()
				.extracting(LockTrace::mode)
				.isEqualTo(LockMode.SHARE_UPDATE_EXCLUSIVE);
			assertThat(Tracing.names(concurrent.indexBuilds())).containsExactly("public.orders_note");
			StatementTrace last = trace.units().get(2).statements().get(0);
			assertThat(last.strongest(ORDERS)).get().extracting(LockTrace::newly).isEqualTo(true);
		}

		@Test
		void traceWhenScriptHasTransactionsEndsLocksWithThem() {
			MigrationTrace trace = traceOf(
					"BEGIN;\nALTER TABLE orders ADD a int;\nCOMMIT;\nBEGIN;\nSELECT 1;\nCOMMIT;");
			assertThat(trace.units()).hasSize(2);
			assertThat(trace.units().get(0).statements()).hasSize(1);
			assertThat(trace.units().get(1).statements().get(0).locks()).isEmpty();
		}

		@Test
		void traceWhenEnumValueIsUsedDividesAsRealRunDoes() {
			TraceTests.this.scripts.with("1_orders.sql", "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE m (m mood);");
			migrator().migrate();
			TraceTests.this.scripts.with("2_next.sql", "ALTER TYPE mood ADD VALUE 'ok';\nINSERT INTO m VALUES ('ok');");
			MigrationTrace trace = trace().migrations().get(0);
			assertThat(trace.untraced()).isNull();
			assertThat(trace.units()).extracting(UnitTrace::number).containsExactly(1, 2);
			assertThat(statements(trace)).hasSize(2).extracting(StatementTrace::failure).containsOnlyNulls();
			assertThat(statements(trace).get(0).locks()).singleElement()
				.extracting(LockTrace::mode)
				.isEqualTo(LockMode.EXCLUSIVE);
		}

	}

	@Nested
	class Settings {

		@Test
		void traceSetsPathAndPlaceholdersAndCopiesData() {
			TraceTests.this.scripts.with("1_orders.sql",
					"CREATE SCHEMA app; CREATE TABLE app.orders (id int PRIMARY KEY, name text);");
			MigratorOptions options = MigratorOptions.defaults()
				.with(new MigratorOptions.Scripts(MigratorOptions.defaults().scripts().locations(),
						Map.of("column", "note")));
			migrator(options).migrate();
			TraceTests.this.scripts.with("2_next.sql", "SET search_path = app;\nCOPY orders FROM stdin;\n1\ta\n\\.\n"
					+ "ALTER TABLE orders ADD ${column} text;\nALTER TABLE orders ALTER name SET NOT NULL;");
			MigrationTrace trace = migrator(options).safety()
				.trace(TraceRequest.pending(new ScratchServer(new Server(), false)))
				.migrations()
				.get(0);
			assertThat(trace.untraced()).isNull();
			assertThat(statements(trace)).extracting((statement) -> statement.position().line())
				.containsExactly(1, 2, 5, 6);
			assertThat(Tracing.locks(statements(trace).get(1))).containsExactly("ROW EXCLUSIVE app.orders");
			assertThat(Tracing.locks(statements(trace).get(2))).containsExactly("ACCESS EXCLUSIVE app.orders");
			assertThat(Tracing.names(statements(trace).get(3).scans())).containsExactly("app.orders");
		}

		@Test
		void traceWhenScriptSetsRoleAndStringsSeesLocks() {
			MigrationTrace trace = traceOf("SET standard_conforming_strings = off;\nSET ROLE pg_monitor;\nRESET ROLE;\n"
					+ "ALTER TABLE orders ADD note text DEFAULT 'a\\'b';");
			assertThat(trace.untraced()).isNull();
			assertThat(Tracing.locks(statements(trace).get(3))).containsExactly("ACCESS EXCLUSIVE public.orders");
		}

		@Test
		void traceWhenTransactionIsReadOnlySeesLocks() {
			MigrationTrace trace = traceOf("BEGIN READ WRITE;\nSET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n"
					+ "LOCK TABLE orders IN SHARE MODE;\nCOMMIT;");
			assertThat(trace.untraced()).isNull();
			assertThat(statements(trace))
				.anySatisfy((statement) -> assertThat(Tracing.locks(statement)).containsExactly("SHARE public.orders"));
		}

	}

	@Nested
	class Failures {

		@Test
		void traceWhenStatementFailsEndsThereAndSaysWhatIsUntraced() {
			migrator().migrate();
			TraceTests.this.scripts
				.with("2_next.sql", "ALTER TABLE orders ADD a int;\nALTER TABLE orders ADD b int NOT NULL;\nSELECT 1;")
				.with("3_later.sql", "SELECT 1;");
			List<MigrationTrace> traces = trace().migrations();
			assertThat(traces).hasSize(2);
			assertThat(traces.get(0).untraced()).contains("2_next.sql:2:1", "23502");
			assertThat(statements(traces.get(0))).hasSize(2);
			assertThat(statements(traces.get(0)).get(1).failure()).satisfies((failure) -> {
				assertThat(failure.sqlState()).isEqualTo("23502");
				assertThat(failure.message()).contains("null values");
			});
			assertThat(traces.get(1).untraced()).contains("after 2_next.sql");
			assertThat(traces.get(1).units()).isEmpty();
		}

		@Test
		void traceWhenConcurrentStatementFailsSaysSo() {
			MigrationTrace trace = traceOf(
					"INSERT INTO orders VALUES (2, 'a');\nCREATE UNIQUE INDEX CONCURRENTLY u ON orders (name);");
			assertThat(trace.untraced()).contains("2_next.sql:2:1");
			assertThat(trace.units()).hasSize(2);
			assertThat(trace.units().get(1).statements().get(0).failure()).isNotNull();
		}

		@Test
		void traceWhenAppliedCannotBeReplayedThrows() {
			TraceTests.this.database.execute("CREATE TABLE by_hand (id int)");
			TraceTests.this.scripts.with("1_orders.sql", "ALTER TABLE by_hand ADD a int;");
			migrator().migrate();
			TraceTests.this.scripts.with("2_next.sql", "SELECT 1;");
			assertThatExceptionOfType(MigrationException.class).isThrownBy(TraceTests.this::trace)
				.withMessageContaining("cannot be applied to a scratch database")
				.withMessageContaining("by_hand");
		}

		@Test
		void traceWhenRoleMayNotCreateDatabasesThrows() {
			TraceTests.this.database.executeOnServer("CREATE ROLE trace_nobody LOGIN");
			try {
				assertThatExceptionOfType(MigrationException.class)
					.isThrownBy(() -> migrator().safety()
						.trace(TraceRequest.pending(new ScratchServer(new Server("trace_nobody", false), false))))
					.withMessageContaining("may not create a scratch database")
					.withMessageContaining("CREATEDB");
			}
			finally {
				TraceTests.this.database.executeOnServer("DROP ROLE trace_nobody");
			}
		}

		@Test
		void traceWhenExtensionIsMissingNamesIt() {
			TraceTests.this.scripts.with("2_next.sql",
					"CREATE EXTENSION IF NOT EXISTS citext;\nCREATE EXTENSION\n \"no-such\";");
			assertThatExceptionOfType(MigrationException.class).isThrownBy(TraceTests.this::trace)
				.withMessageContaining("no-such (db/migration/2_next.sql:2:1)")
				.withMessageNotContaining("citext");
		}

	}

	@Nested
	class OutsideEffects {

		@ParameterizedTest
		@ValueSource(strings = { "CREATE ROLE trace_role", "create /* a */ user trace_role", "DROP ROLE IF EXISTS x",
				"ALTER SYSTEM SET work_mem = '4MB'", "CREATE DATABASE trace_other",
				"ALTER DATABASE x SET work_mem = '4MB'", "CREATE TABLESPACE t LOCATION '/tmp/t'",
				"CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p", "COPY orders FROM PROGRAM 'cat /dev/null'",
				"COPY (SELECT 1) TO PROGRAM 'cat'", "COPY orders TO '/tmp/trace-orders'",
				"SELECT dblink_exec('dbname=postgres', 'SELECT 1')", "SELECT pg_catalog.pg_terminate_backend(0)",
				"GRANT pg_monitor TO postgres", "REVOKE a FROM b", "GRANT CONNECT ON DATABASE postgres TO public",
				"DROP OWNED BY x", "COMMENT ON ROLE postgres IS 'x'", "DO $$ BEGIN CREATE ROLE trace_role; END $$",
				"DO $$ BEGIN EXECUTE 'create user trace_role'; END $$",
				"CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE sql AS 'CREATE ROLE trace_role'",
				"IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c",
				"CREATE FOREIGN TABLE ft (id int) SERVER s; INSERT INTO public.ft VALUES (1)" })
		void traceWhenStatementReachesBeyondDatabaseIsRefused(String statement) {
			TraceTests.this.scripts.with("2_next.sql", "SELECT 1;\n" + statement + ";");
			assertThatExceptionOfType(MigrationException.class).isThrownBy(TraceTests.this::trace)
				.withMessageContaining("more than the scratch database")
				.withMessageContaining("db/migration/2_next.sql:2:")
				.withMessageContaining("disposable");
		}

		@ParameterizedTest
		@ValueSource(strings = { "COMMENT ON TABLE orders IS 'create role dblink()'",
				"INSERT INTO orders VALUES (2, 'SELECT dblink(1)')", "GRANT SELECT ON orders TO public",
				"ALTER TABLE orders ADD role text", "-- CREATE ROLE x\nSELECT 1", "CREATE TABLE database (id int)",
				"UPDATE orders SET name = 'x'", "COPY orders TO stdout" })
		void traceWhenStatementStaysInDatabaseRuns(String statement) {
			assertThat(traceOf(statement + ";").untraced()).isNull();
		}

		@Test
		void traceWhenServerIsDisposableRuns() {
			TraceTests.this.scripts.with("2_next.sql", "CREATE ROLE trace_made; GRANT SELECT ON orders TO trace_made;"
					+ "\nDROP OWNED BY trace_made; DROP ROLE trace_made;");
			List<MigrationTrace> traces = migrator().safety()
				.trace(TraceRequest.pending(new ScratchServer(new Server(), true)))
				.migrations();
			assertThat(traces.get(1).untraced()).isNull();
		}

		@Test
		void traceWhenServerIsOfThisProcessMakesRolesThatAreMissing() {
			TestDatabase database = TraceTests.this.database;
			TraceTests.this.scripts.with("1_orders.sql",
					"CREATE TABLE orders (id int PRIMARY KEY, name text);\nALTER TABLE orders OWNER TO \"Trace Owner\";")
				.with("2_next.sql", "ALTER TABLE orders ADD a int;\nCREATE INDEX CONCURRENTLY i ON orders (a);\n"
						+ "GRANT SELECT ON orders TO trace_reader;");
			try {
				TraceReport report = migrator().safety()
					.trace(TraceRequest.pending(new ScratchServer(new Server("postgres", true), false)));
				assertThat(report.migrations()).extracting(MigrationTrace::untraced).containsOnlyNulls();
				assertThat(report.migrations().get(1).units()).extracting(UnitTrace::number).containsExactly(1, 2, 3);
				assertThat(statements(report.migrations().get(1))).extracting(StatementTrace::failure)
					.containsOnlyNulls();
				assertThat(report.limits()).hasSize(2)
					.anySatisfy((limit) -> assertThat(limit).contains("trace_reader"));
			}
			finally {
				database.executeOnServer("DROP ROLE IF EXISTS \"Trace Owner\"");
				database.executeOnServer("DROP ROLE IF EXISTS trace_reader");
			}
		}

		@Test
		void traceWhenServerIsNamedMakesNoRole() {
			MigrationTrace trace = traceOf("GRANT SELECT ON orders TO trace_reader;");
			assertThat(trace.untraced()).contains("role \"trace_reader\" does not exist");
		}

		@Test
		void traceWhenServerIsOfThisProcessRuns() {
			TraceTests.this.scripts.with("2_next.sql", "CREATE ROLE trace_made; DROP ROLE trace_made;");
			List<MigrationTrace> traces = migrator().safety()
				.trace(TraceRequest.pending(new ScratchServer(new Server("postgres", true), false)))
				.migrations();
			assertThat(traces.get(1).untraced()).isNull();
		}

	}

	@Nested
	class Signals {

		private static final String RUNNING = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%'"
				+ " AND application_name = 'interrupted-trace' AND datname LIKE 'appmigrations_trace_%'";

		@Test
		void databaseIsDroppedWhenSignalEndsProcess() throws Exception {
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
					InterruptedTrace.class.getName(), TraceTests.this.database.url())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			try {
				for (int i = 0; i < 600 && process.isAlive()
						&& "0".equals(TraceTests.this.database.value(RUNNING)); i++) {
					Thread.sleep(50);
				}
				assertThat(TraceTests.this.database.value(RUNNING)).isEqualTo("1");
				// As Ctrl-C does
				process.destroy();
				assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
			}
			finally {
				process.destroyForcibly().waitFor();
			}
			nothingIsLeftOnServer();
		}

	}

	@Nested
	class Named {

		@Test
		void traceWhenNamesAreGivenNeedsNoDatabase() {
			TraceTests.this.scripts.with("2_b.sql", "ALTER TABLE orders ADD b int;")
				.with("3_c.sql", "ALTER TABLE orders ADD c int;")
				.with("4_d.sql", "SELECT 1 / 0;");
			PGSimpleDataSource nowhere = new PGSimpleDataSource();
			nowhere.setPortNumbers(new int[] { 1 });
			TraceReport report = Migrator.builder(nowhere, TraceTests.this.scripts)
				.build()
				.safety()
				.trace(new TraceRequest(Set.of("3_c.sql"), new ScratchServer(new Server(), false)));
			assertThat(report.replayed()).isEqualTo(2);
			assertThat(report.migrations()).singleElement()
				.satisfies((trace) -> assertThat(trace.name()).isEqualTo("3_c.sql"));
		}

	}

	/**
	 * The server of the tests.
	 *
	 * @param role who connects
	 * @param startedHere whether it counts as this process's own
	 */
	private record Server(String role, boolean startedHere) implements DatabaseServer {

		Server() {
			this("postgres", false);
		}

		@Override
		public String database() {
			return "postgres";
		}

		@Override
		public DataSource to(String database) {
			PGSimpleDataSource dataSource = new PGSimpleDataSource();
			dataSource.setUrl("jdbc:postgresql://localhost:" + TestDatabase.port() + "/" + database);
			dataSource.setUser(this.role);
			dataSource.setPassword("postgres");
			return dataSource;
		}

	}

}
