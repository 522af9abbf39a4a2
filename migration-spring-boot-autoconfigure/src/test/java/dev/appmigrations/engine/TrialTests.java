package dev.appmigrations.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.TrialReport;
import dev.appmigrations.support.DatabaseContent;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dry runs.
 */
class TrialTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void create() {
		this.database.execute("CREATE TABLE old (id int PRIMARY KEY, name text);"
				+ "INSERT INTO old SELECT generate_series(1, 10); CREATE VIEW seen AS SELECT * FROM old");
	}

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	/** Tries it, and makes sure that nothing is left. */
	private TrialReport rehearse() {
		return rehearse(migrator());
	}

	private TrialReport rehearse(Migrator migrator) {
		List<String> before = DatabaseContent.of(this.database.dataSource());
		List<String> tables = ownTables();
		TrialReport report = migrator.safety().tryOut(null);
		assertThat(DatabaseContent.of(this.database.dataSource())).isEqualTo(before);
		assertThat(ownTables()).isEqualTo(tables);
		assertThat(this.database.value("SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
				+ " WHERE l.locktype = 'advisory' AND d.datname = current_database()"))
			.isEqualTo("0");
		return report;
	}

	private List<String> ownTables() {
		return this.database.list("SELECT query_to_xml('SELECT * FROM ' || oid::regclass, true, false, '')::text"
				+ " FROM pg_class WHERE relkind = 'r' AND relname LIKE 'migration\\_%' ORDER BY relname");
	}

	@Test
	void rehearseTellsRowsAndLocksAndLeavesNothing() {
		this.scripts.with("1_a.sql", """
				CREATE TABLE a (id int REFERENCES old);
				INSERT INTO a VALUES (1), (2), (3);
				UPDATE a SET id = id WHERE id > 1 RETURNING id;
				COPY a FROM stdin;
				4
				5
				\\.
				""").with("2_b.sql", "ALTER TABLE old ADD x int; DELETE FROM a; DROP VIEW seen;").with("3_c.sql", """
				ALTER TABLE old ADD y int;
				SELECT * FROM old;
				""");
		TrialReport report = rehearse();
		assertThat(report.failure()).isNull();
		assertThat(report.untried()).isEmpty();
		assertThat(report.steps()).extracting(TrialReport.Step::name).containsExactly("1_a.sql", "2_b.sql", "3_c.sql");
		assertThat(report.steps()).extracting(TrialReport.Step::rows).containsExactly(7L, 5L, 0L);
		assertThat(report.steps().get(0).locks())
			.containsExactly(new TrialReport.Lock("public.old", "SHARE ROW EXCLUSIVE"));
		assertThat(report.steps().get(1).locks()).containsExactly(
				new TrialReport.Lock("public.old", "ACCESS EXCLUSIVE"),
				new TrialReport.Lock("public.seen", "ACCESS EXCLUSIVE"));
		assertThat(report.steps().get(2).locks()).isEmpty();
		assertThat(migrator().safety().tryOut(MigrationVersion.parse("1")).steps()).hasSize(1);
	}

	@Test
	void rehearseWhenHistoryIsThereLeavesItAsItIs() {
		this.scripts.with("1_a.sql", "CREATE TABLE a ();");
		migrator().migrate();
		assertThat(rehearse().steps()).isEmpty();
		this.scripts.with("2_b.sql", "CREATE TABLE b ();");
		assertThat(rehearse().steps()).extracting(TrialReport.Step::name).containsExactly("2_b.sql");
		assertThat(migrator().migrate().steps()).hasSize(1);
	}

	@Test
	void rehearseStopsAtTheFirstThatNeedsNoTransaction() {
		this.scripts.with("1_a.sql", "ALTER TABLE old ADD x int;")
			.with("2_i.sql", "CREATE INDEX CONCURRENTLY i ON old (x);")
			.with("3_c.sql", "DROP INDEX i;");
		TrialReport report = rehearse();
		assertThat(report.steps()).extracting(TrialReport.Step::name).containsExactly("1_a.sql");
		assertThat(report.untried()).extracting(TrialReport.Untried::name).containsExactly("2_i.sql", "3_c.sql");
		assertThat(report.untried().get(0).reason()).startsWith("does not run in a transaction (line 1, ");
		assertThat(report.untried().get(1).reason()).isEqualTo("comes after 2_i.sql");
	}

	@Test
	void rehearseWhenProcedureCommitsOrEnumValueIsNewTellsThatItWasNotTried() {
		this.scripts.with("1_a.sql", "CREATE TYPE mood AS ENUM ('sad');");
		migrator().migrate();
		this.scripts.with("2_b.sql", "ALTER TYPE mood ADD VALUE 'glad';").with("3_c.sql", "SELECT 'glad'::mood;");
		assertThat(rehearse().untried())
			.containsExactly(new TrialReport.Untried("3_c.sql", "uses an enum value that is not committed yet"));
		this.scripts.with("2_b.sql", "DO 'BEGIN COMMIT; END'");
		assertThat(rehearse().untried()).containsExactly(
				new TrialReport.Untried("2_b.sql", "calls a procedure that commits"),
				new TrialReport.Untried("3_c.sql", "comes after 2_b.sql"));
	}

	@Test
	void rehearseKeepsMigrationsApartAsTheirCommitsWould() {
		this.scripts.with("1_a.sql", """
				CREATE TABLE a (id int PRIMARY KEY, next int REFERENCES a DEFERRABLE INITIALLY DEFERRED);
				INSERT INTO a VALUES (1, 2), (2, 1);
				SET search_path = nowhere;
				CREATE TEMP TABLE t (id int);
				SET ROLE pg_monitor;
				""")
			.with("2_b.sql",
					"ALTER TABLE a ADD x int;\nCREATE TEMP TABLE t (id int);\nINSERT INTO a VALUES (3, 4), (4, 3);")
			.with("3_c.sql", """
					BEGIN ISOLATION LEVEL SERIALIZABLE;
					INSERT INTO a VALUES (5, 5);
					COMMIT;
					DELETE FROM a WHERE id = 5;
					""");
		this.scripts.with("4_d.sql", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nUPDATE a SET x = 1;");
		TrialReport report = rehearse();
		assertThat(report.failure()).isNull();
		assertThat(report.steps()).hasSize(4);
		assertThat(migrator().migrate().steps()).hasSize(4);
	}

	@Test
	void rehearseWhenStatementFailsTellsWhereAndWhatWasNotTried() {
		this.scripts.with("1_a.sql", "CREATE TABLE a ();")
			.with("2_b.sql", "CREATE TABLE b ();\nSELECT nonsense;")
			.with("3_c.sql", "SELECT 1;");
		TrialReport report = rehearse();
		assertThat(report.steps()).hasSize(1);
		assertThat(report.failure()).isInstanceOfSatisfying(StatementFailedException.class, (failure) -> {
			assertThat(failure.location()).isEqualTo("db/migration/2_b.sql:2:8");
			assertThat(failure.description()).contains("dry run", "nothing was applied").doesNotContain("stay applied");
		});
		assertThat(report.untried()).containsExactly(new TrialReport.Untried("3_c.sql", "comes after 2_b.sql"));
	}

	@Test
	void rehearseWhenDeferredConstraintIsBrokenFailsAsCommitWould() {
		this.scripts.with("1_a.sql", """
				CREATE TABLE a (id int PRIMARY KEY, next int REFERENCES a DEFERRABLE INITIALLY DEFERRED);
				INSERT INTO a VALUES (1, 2);
				""");
		assertThat(rehearse().failure()).isNotNull()
			.satisfies((failure) -> assertThat(failure.description()).contains("failed at COMMIT"));
	}

	@Test
	void rehearseWaitsForLocksNoLongerThanAnOrdinaryRun() throws SQLException {
		MigratorOptions.Waiting waiting = MigratorOptions.defaults().waiting();
		MigratorOptions options = MigratorOptions.defaults()
			.with(new MigratorOptions.Waiting(waiting.database(), waiting.advisoryLock(), waiting.replay(),
					new LockLimits(Duration.ofMillis(100), Duration.ZERO)));
		this.scripts.with("1_a.sql", "ALTER TABLE old ADD x int;");
		try (Connection reader = this.database.dataSource().getConnection();
				Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			statement.execute("SELECT * FROM old");
			Migrator migrator = Migrator.builder(this.database.dataSource(), this.scripts).options(options).build();
			assertThat(migrator.safety().tryOut(null).failure()).isNotNull()
				.satisfies((failure) -> assertThat(failure.description()).contains("lock timeout",
						"Others held what it needs. In the way at last:\n  backend ", "SELECT * FROM old"))
				.satisfies((failure) -> assertThat(failure.action()).startsWith("Let those who are in the way finish"));
		}
	}

	@Test
	void rehearseTellsListenersOfNoMigration() {
		this.scripts.with("1_a.sql", "CREATE TABLE a ();");
		List<String> told = new ArrayList<>();
		rehearse(migrator().withListener(new MigrationListener() {

			@Override
			public void onEvent(MigrationEvent event) {
				if (event instanceof MigrationEvent.Started started) {
					told.add(started.migration().name());
				}
			}

		}));
		assertThat(told).isEmpty();
	}

}
