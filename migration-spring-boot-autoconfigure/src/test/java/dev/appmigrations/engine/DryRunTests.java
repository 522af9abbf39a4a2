package dev.appmigrations.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.DryRunReport;
import dev.appmigrations.engine.report.PreFlightReport.Kind;
import dev.appmigrations.engine.report.PreFlightReport.Obstacle;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.support.DatabaseContent;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Dry runs, which execute nothing.
 */
class DryRunTests {

	private final MemoryScripts scripts = new MemoryScripts();

	private final List<Connection> others = new ArrayList<>();

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void create() {
		this.database.execute("CREATE TABLE customers (id int PRIMARY KEY);"
				+ " CREATE TABLE orders (id int PRIMARY KEY, customer int REFERENCES customers, total int);"
				+ " CREATE INDEX orders_total ON orders (total);" + " INSERT INTO customers VALUES (1);"
				+ " INSERT INTO orders SELECT g, 1, g FROM generate_series(1, 100) g;"
				+ " CREATE TABLE calls (id int); CREATE FUNCTION called() RETURNS int VOLATILE LANGUAGE sql"
				+ " AS 'INSERT INTO calls VALUES (1) RETURNING id'; ANALYZE");
	}

	@AfterEach
	void close() throws SQLException {
		for (Connection other : this.others) {
			other.close();
		}
	}

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	/** Makes the dry run, and makes sure that nothing is left. */
	private DryRunReport dryRun() {
		List<String> before = DatabaseContent.of(this.database.dataSource());
		DryRunReport report = migrator().safety().dryRun(null);
		assertThat(DatabaseContent.of(this.database.dataSource())).isEqualTo(before);
		assertThat(this.database.list("SELECT relname FROM pg_class WHERE relname LIKE 'migration\\_%'")).isEmpty();
		return report;
	}

	/** Opens a transaction of another session, and leaves it open. */
	private Connection open(String application, String sql) throws SQLException {
		PGSimpleDataSource dataSource = (PGSimpleDataSource) this.database.dataSource();
		dataSource.setApplicationName(application);
		Connection connection = dataSource.getConnection();
		this.others.add(connection);
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		return connection;
	}

	@Test
	void dryRunTellsThePlanInOrderWithPhasesAndWhatRunsOutsideTransactions() {
		this.scripts.with("2_i.sql", "CREATE INDEX CONCURRENTLY i ON orders (customer);\nVACUUM orders;")
			.with("1_a.sql", "ALTER TABLE orders ADD note text;")
			.with("3_c.sql", "-- migrate:phase contract\nALTER TABLE orders DROP note;");
		DryRunReport report = dryRun();
		assertThat(report.steps()).extracting(DryRunReport.Step::name).containsExactly("1_a.sql", "2_i.sql");
		assertThat(report.steps()).extracting(DryRunReport.Step::phase).containsOnly("expand");
		assertThat(report.steps().get(0).alone()).isEmpty();
		assertThat(report.steps().get(1).alone()).containsExactly(
				new DryRunReport.Place(1, "CREATE INDEX CONCURRENTLY i ON orders (customer)"),
				new DryRunReport.Place(2, "VACUUM orders"));
		assertThat(report.waiting()).extracting(WaitingReport::name).containsExactly("3_c.sql");
		assertThat(report.preFlight().obstacles()).isEmpty();
		assertThat(report.preFlight().unknown()).isNull();
		assertThat(migrator().safety().dryRun(MigrationVersion.parse("1")).steps()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER TABLE orders ADD n int DEFAULT called()", "SELECT called()",
			"DO $$ BEGIN PERFORM called(); END $$", "INSERT INTO calls SELECT called() FROM orders",
			"UPDATE orders SET total = called() WHERE id = called()", "CREATE TABLE t AS SELECT called()",
			"WITH c AS (DELETE FROM orders RETURNING called()) SELECT called() FROM c", "TRUNCATE calls, orders" })
	void dryRunWhenStatementsHaveEffectsLeavesNoTrace(String statement) {
		this.scripts.with("1_a.sql", statement + ";");
		assertThat(dryRun().steps()).hasSize(1);
		assertThat(this.database.value("SELECT count(*) FROM calls")).isEqualTo("0");
		assertThat(this.database.value("SELECT count(*) FROM orders")).isEqualTo("100");
	}

	@Test
	void dryRunWhenAFunctionPretendsToBeImmutableCannotWrite() {
		this.database.execute("CREATE FUNCTION pretends() RETURNS int IMMUTABLE LANGUAGE plpgsql"
				+ " AS 'BEGIN RETURN called(); END'");
		this.scripts.with("1_a.sql", "UPDATE orders SET total = 0 WHERE id = pretends();");
		DryRunReport report = dryRun();
		assertThat(report.estimates()).singleElement()
			.satisfies((estimate) -> assertThat(estimate.reason())
				.contains("cannot execute INSERT in a read-only transaction"));
		assertThat(this.database.value("SELECT count(*) FROM calls")).isEqualTo("0");
	}

	@Test
	void dryRunRequestsNoLockThatSelectDoesNotTake() throws SQLException {
		// Lets nothing through but ACCESS SHARE.
		open("guard", "LOCK TABLE orders, customers IN EXCLUSIVE MODE");
		this.scripts.with("1_a.sql", "ALTER TABLE orders ADD note text; CREATE INDEX ON orders (note);")
			.with("2_b.sql", "DROP TABLE orders; TRUNCATE customers;");
		DryRunReport report = dryRun();
		assertThat(report.safety().unknown()).isNull();
		assertThat(report.preFlight().unknown()).isNull();
		assertThat(report.preFlight().obstacles()).extracting(Obstacle::relation)
			.containsExactlyInAnyOrder("public.orders", "public.customers");
	}

	@Test
	void dryRunWhenATableIsLockedDoesNotWaitForIt() throws SQLException {
		open("guard", "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
		this.scripts.with("1_a.sql", "UPDATE orders SET total = 0; ALTER TABLE orders ADD note text;");
		long start = System.nanoTime();
		DryRunReport report = migrator().safety().dryRun(null);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
		assertThat(report.estimates()).singleElement()
			.satisfies((estimate) -> assertThat(estimate.reason())
				.isEqualTo("others hold a lock that keeps even planning waiting"));
		assertThat(report.preFlight().obstacles()).singleElement()
			.satisfies((obstacle) -> assertThat(obstacle.mode()).isEqualTo("ACCESS EXCLUSIVE"));
	}

	@Test
	void dryRunWithARoleThatMayOnlyReadTellsAllButWhatTheRoleMayNotSee() throws SQLException {
		String role = this.database.name() + "_reader";
		this.database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'postgres'");
		try {
			this.database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
			open("report", "SELECT 'secret' FROM orders");
			this.scripts.with("1_a.sql", "UPDATE orders SET total = 0; ALTER TABLE orders ADD note text;");
			DryRunReport report = Migrator.builder(this.database.dataSource(role), this.scripts)
				.build()
				.safety()
				.dryRun(null);
			assertThat(report.steps()).hasSize(1);
			assertThat(report.estimates()).singleElement()
				.satisfies((estimate) -> assertThat(estimate.reason()).contains("permission denied"));
			assertThat(report.preFlight().unknown()).contains("pg_read_all_stats");
			assertThat(report.preFlight().obstacles()).singleElement().satisfies((obstacle) -> {
				assertThat(obstacle.relation()).isEqualTo("public.orders");
				assertThat(obstacle.session().state()).isNull();
				assertThat(obstacle.session().query()).isNull();
				assertThat(obstacle.toString()).contains("state unknown", "holds ACCESS SHARE on public.orders");
			});
		}
		finally {
			close();
			this.database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
		}
	}

	@Nested
	class PreFlights {

		private List<Obstacle> obstacles() {
			return dryRun().preFlight().obstacles();
		}

		private Obstacle obstacle() {
			List<Obstacle> obstacles = obstacles();
			assertThat(obstacles).hasSize(1);
			return obstacles.get(0);
		}

		@Test
		void dryRunWhenASessionHoldsALockNamesItWithoutItsLiterals() throws SQLException {
			open("report", "UPDATE orders SET total = 4711 WHERE id = 1");
			DryRunTests.this.scripts.with("1_a.sql", "CREATE TABLE unconcerned ();")
				.with("2_b.sql", "SELECT 1;\nALTER TABLE public.\"orders\" ADD note text;");
			assertThat(obstacle().toString()).matches(
					"backend \\d+ \\(report, role postgres\\), idle in transaction, its transaction open for \\d+ s,"
							+ " holds ROW EXCLUSIVE on public.orders; 2_b.sql, line 2, needs ACCESS EXCLUSIVE:"
							+ " UPDATE orders SET total = \\.\\.\\. WHERE id = \\.\\.\\.");
		}

		@ParameterizedTest
		@ValueSource(strings = { "ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_fkey",
				"CREATE TABLE orders2 (id int)", "ALTER TABLE orders SET (fillfactor = 90)", "ANALYZE orders",
				"INSERT INTO orders SELECT 1", "CREATE VIEW v AS SELECT * FROM orders" })
		void dryRunWhenLocksDoNotConflictFindsNobody(String statement) throws SQLException {
			open("report", "UPDATE orders SET total = 4711 WHERE id = 1");
			DryRunTests.this.scripts.with("1_a.sql", statement + ";");
			assertThat(obstacles()).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "CREATE INDEX ON orders (customer)", "CREATE INDEX CONCURRENTLY i ON orders (customer)",
						"DROP INDEX orders_total", "DROP INDEX CONCURRENTLY public.orders_total",
						"REINDEX INDEX orders_total", "ALTER TABLE orders ALTER total SET NOT NULL",
						"CREATE TRIGGER t AFTER INSERT ON orders EXECUTE FUNCTION suppress_redundant_updates_trigger()",
						"LOCK TABLE orders IN SHARE MODE", "TRUNCATE orders", "DROP TABLE orders",
						"CREATE TABLE items (orders int REFERENCES orders)", "ALTER TABLE orders RENAME TO sales",
						"CREATE POLICY p ON orders", "VACUUM FULL orders" })
		void dryRunWhenLocksConflictFindsTheWriter(String statement) throws SQLException {
			open("report", "UPDATE orders SET total = 4711 WHERE id = 1");
			DryRunTests.this.scripts.with("1_a.sql", statement + ";");
			assertThat(obstacles()).anySatisfy((obstacle) -> {
				assertThat(obstacle.kind()).isEqualTo(Kind.LOCK);
				assertThat(obstacle.relation()).isEqualTo("public.orders");
				assertThat(obstacle.session().application()).isEqualTo("report");
			});
		}

		@Test
		void dryRunWhenAPartitionIsInUseNamesThePartition() throws SQLException {
			DryRunTests.this.database
				.execute("CREATE SCHEMA parts;" + " CREATE TABLE parts.p (id int) PARTITION BY RANGE (id);"
						+ " CREATE TABLE parts.\"P 1\" PARTITION OF parts.p FOR VALUES FROM (1) TO (10)"
						+ " PARTITION BY RANGE (id);"
						+ " CREATE TABLE parts.\"P 11\" PARTITION OF parts.\"P 1\" FOR VALUES FROM (1) TO (5)");
			open("report", "INSERT INTO parts.\"P 11\" VALUES (1)");
			DryRunTests.this.scripts.with("1_a.sql", "ALTER TABLE parts.p ADD note text;");
			assertThat(obstacles()).anySatisfy((obstacle) -> {
				assertThat(obstacle.relation()).isEqualTo("parts.\"P 11\"");
				assertThat(obstacle.mode()).isEqualTo("ROW EXCLUSIVE");
			});
		}

		@Test
		void dryRunWhenAnEarlierMigrationRenamesTheTableStillFindsIt() throws SQLException {
			open("report", "SELECT FROM orders");
			DryRunTests.this.scripts.with("1_a.sql", "ALTER TABLE orders RENAME TO sales;")
				.with("2_b.sql", "CREATE TABLE orders (id int); ALTER TABLE orders ADD x int;");
			assertThat(obstacle().need()).isNotNull()
				.satisfies((need) -> assertThat(need.migration()).isEqualTo("1_a.sql"));
		}

		@Test
		void dryRunWhenAPreparedTransactionHoldsALockNamesIt() throws SQLException {
			Connection connection = open("report", "UPDATE orders SET total = 1 WHERE id = 1");
			try (Statement statement = connection.createStatement()) {
				statement.execute("PREPARE TRANSACTION 'forgotten " + DryRunTests.this.database.name() + "'");
			}
			try {
				DryRunTests.this.scripts.with("1_a.sql", "ALTER TABLE orders ADD note text;");
				assertThat(obstacle().toString()).startsWith("prepared transaction 'forgotten ")
					.contains(" holds ROW EXCLUSIVE on public.orders; 1_a.sql, line 1, needs ACCESS EXCLUSIVE");
				DryRunTests.this.scripts.with("1_a.sql", "ALTER TABLE customers ADD note text;");
				assertThat(obstacle().kind()).isEqualTo(Kind.PREPARED);
			}
			finally {
				connection.rollback();
				DryRunTests.this.database
					.execute("ROLLBACK PREPARED 'forgotten " + DryRunTests.this.database.name() + "'");
			}
		}

		@Test
		void dryRunWhenAnIndexIsBuiltConcurrentlyNamesTheOldestSnapshot() throws SQLException {
			Connection connection = open("report", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
			try (Statement statement = connection.createStatement()) {
				statement.execute("SELECT FROM calls");
			}
			DryRunTests.this.scripts.with("1_a.sql", "CREATE INDEX CONCURRENTLY i ON orders (customer);");
			assertThat(obstacle().kind()).isEqualTo(Kind.SNAPSHOT);
			assertThat(obstacle().toString()).contains("(report, role postgres)", "has the oldest snapshot",
					"1_a.sql, line 1, waits until it is gone");
			DryRunTests.this.scripts.with("1_a.sql", "CREATE INDEX i ON orders (customer);");
			assertThat(obstacles()).isEmpty();
		}

	}

	@Nested
	class Estimates {

		@BeforeEach
		void fill() {
			DryRunTests.this.database.execute("CREATE TABLE events (id int PRIMARY KEY, kind int);"
					+ " INSERT INTO events SELECT g, g % 2 FROM generate_series(1, 40000) g; ANALYZE events");
		}

		private DryRunReport.Estimate estimate(String script) {
			DryRunTests.this.scripts.with("9_e.sql", script + ";");
			return dryRun().estimates().get(0);
		}

		@ParameterizedTest
		@ValueSource(strings = { "UPDATE events SET kind = 0", "DELETE FROM events",
				"INSERT INTO calls SELECT id FROM events",
				"WITH gone AS (DELETE FROM events RETURNING id) SELECT FROM gone",
				"WITH limits AS (SELECT 1 AS one) UPDATE public.\"events\" AS e SET kind = one FROM limits"
						+ " WHERE kind < (SELECT max(id) FROM orders)" })
		void dryRunEstimatesTheRowsThatChange(String statement) {
			assertThat(estimate(statement).reason()).isNull();
			assertThat(estimate(statement).rows()).isBetween(10_000L, 50_000L);
		}

		@Test
		void dryRunWhenManyRowsChangeFindsItByTheEstimate() {
			DryRunTests.this.scripts.with("1_a.sql", "UPDATE events SET kind = 0 WHERE kind = 1;")
				.with("2_b.sql", "UPDATE events SET kind = 0 WHERE id = 1;");
			DryRunReport report = dryRun();
			assertThat(report.estimates()).extracting(DryRunReport.Estimate::rows).last().isEqualTo(1L);
			assertThat(report.safety().findings(Level.WARN)).singleElement().satisfies((finding) -> {
				assertThat(finding.rule()).isEqualTo("dml-estimate-too-large");
				assertThat(finding.migration()).isEqualTo("1_a.sql");
				assertThat(finding.evidence()).first().asString().matches("EXPLAIN: [12]\\d,\\d{3} rows");
			});
		}

		@Test
		void dryRunWhenTheScriptAllowsManyRowsDoesNotCountThem() {
			DryRunTests.this.scripts.with("1_a.sql",
					"-- migrate:allow dml-estimate-too-large at night\nDELETE FROM events WHERE kind = 1;");
			assertThat(dryRun().safety().findings(Level.INFO)).isEmpty();
			assertThat(dryRun().safety().findings()).extracting(Finding::allowed).containsExactly("at night");
		}

		@ParameterizedTest
		@ValueSource(strings = { "ALTER TABLE events ADD x int; UPDATE events SET x = 1",
				"CREATE TABLE fresh (id int); INSERT INTO fresh SELECT id FROM events",
				"CREATE TABLE fresh (id int); UPDATE events SET kind = 0 WHERE id IN (SELECT id FROM \"fresh\")",
				"ALTER TABLE events RENAME TO happenings; DELETE FROM happenings",
				"SET search_path = pg_catalog; DELETE FROM events", "UPDATE nowhere SET x = 1",
				"SELECT set_config('search_path', 'x', false); DELETE FROM events",
				"TRUNCATE events; DELETE FROM events" })
		void dryRunWhenItCannotBePlannedSaysWhy(String script) {
			assertThat(estimate(script).rows()).isNull();
			assertThat(estimate(script).reason()).isNotEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "INSERT INTO events VALUES (0, 0)", "SELECT FROM events",
				"CREATE TABLE t AS TABLE events" })
		void dryRunWhenNothingIsToBeEstimatedTellsNothing(String statement) {
			DryRunTests.this.scripts.with("9_e.sql", statement + ";");
			assertThat(dryRun().estimates()).isEmpty();
		}

	}

	@Nested
	class Trials {

		@Test
		void tryOutWhenAnInstanceIsAliveIsRefusedUnlessForced() {
			DryRunTests.this.scripts.with("1_a.sql", "CREATE TABLE a ();");
			InstanceSettings settings = new InstanceSettings("shop", Duration.ofMillis(100), Duration.ofSeconds(30),
					true);
			MigratorOptions options = MigratorOptions.defaults().with(new MigratorOptions.Identity("shop", "1.4"));
			try (MigratorInstance instance = Migrator
				.builder(DryRunTests.this.database.dataSource(), DryRunTests.this.scripts)
				.options(options)
				.build()
				.instance(DryRunTests.this.database.dataSource(), settings, new NeverSuspended(), new Heartbeats())) {
				instance.migrate();
				assertThat(migrator().safety().tryOut(null).steps()).isEmpty();
				DryRunTests.this.scripts.with("2_b.sql", "CREATE TABLE b ();");
				assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().safety().tryOut(null))
					.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.DATABASE_IN_USE))
					.withMessageContaining("(shop 1.4)");
				assertThat(migrator().safety().tryOut(null, true).steps()).hasSize(1);
				assertThat(migrator().safety().dryRun(null).steps()).hasSize(1);
			}
			assertThat(migrator().safety().tryOut(null).steps()).hasSize(1);
		}

	}

}
