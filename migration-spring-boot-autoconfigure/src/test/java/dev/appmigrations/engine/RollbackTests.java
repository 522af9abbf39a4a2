package dev.appmigrations.engine;

import java.util.List;

import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How applied migrations are undone.
 */
class RollbackTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void setUp() {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int PRIMARY KEY);")
			.with("1_a.down.sql", "DROP TABLE a;")
			.with("2_b.sql", "CREATE TABLE b (a_id int REFERENCES a);\n-- migrate:down\nDROP TABLE b;")
			.with("V3__c.sql", "CREATE TABLE c (id int);")
			.with("U3__c.sql", "DROP TABLE c;");
	}

	private Migrator migrator() {
		return migrator(MigratorOptions.defaults());
	}

	private Migrator migrator(MigratorOptions options) {
		return Migrator.builder(this.database.dataSource(), this.scripts).options(options).build();
	}

	private List<String> applied() {
		return this.database.list("SELECT migration_name FROM migration_history ORDER BY id");
	}

	private List<String> tables() {
		return this.database.list("SELECT relname FROM pg_class WHERE relkind = 'r'"
				+ " AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'migration_%' ORDER BY 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "DROP TABLE 'a;", "-- migrate:unknown\nDROP TABLE a;", "BEGIN; DROP TABLE a;",
			"DROP TABLE $$a;" })
	void rollbackThatCannotBeReadIsAWarningForEverythingElse(String text) {
		this.scripts.with("1_a.down.sql", text);
		assertThat(migrator().migrate().problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.isError()).isFalse();
			assertThat(problem.code()).isEqualTo(Problem.Code.UNREADABLE_ROLLBACK);
			assertThat(problem.message()).contains("1_a.down.sql:");
			assertThat(problem.migrations()).containsExactly("1_a.sql", "1_a.down.sql");
		});
		assertThat(migrator().validate().problems()).hasSize(1);
		migrator().rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("1")));
		assertThat(applied()).containsExactly("1_a.sql");
		assertThat(refused(new RollbackRequest.Single("1", false))).singleElement().satisfies((problem) -> {
			assertThat(problem.isError()).isTrue();
			assertThat(problem.message()).contains("1_a.down.sql:");
		});
		assertThat(tables()).containsExactly("a");
	}

	@Test
	void rollbackToZeroUndoesAVersionZeroToo() {
		this.scripts.with("0_init.sql", "CREATE TABLE zero ();").with("0_init.down.sql", "DROP TABLE zero;");
		migrator().migrate();
		migrator().rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("0")));
		assertThat(applied()).isEmpty();
		assertThat(tables()).isEmpty();
	}

	@Test
	void rollbackToAVersionOfZerosThatIsNamedKeepsIt() {
		this.scripts.with("0000_init.sql", "CREATE TABLE zero ();").with("0000_init.down.sql", "DROP TABLE zero;");
		migrator().migrate();
		migrator().rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("0000")));
		assertThat(applied()).containsExactly("0000_init.sql");
	}

	@Test
	void rollbackWhenSomeAreMissingTellsHowFarItCouldGo() {
		this.scripts.without("1_a.down.sql")
			.with("4_d.sql", "SELECT 1;")
			.with("5_e.sql", "SELECT 1;\n-- migrate:down none it only reads\n");
		migrator().migrate();
		assertThat(refused(new RollbackRequest.To(MigrationVersion.parse("0")))).hasSize(2)
			.allSatisfy((problem) -> assertThat(problem.remedy()).contains(
					"can go back as far as version 4 (4_d.sql): Migrator.rollbacks().run with RollbackRequest.To(4)"));
		this.scripts.with("6_f.sql", "SELECT 1;");
		migrator().migrate();
		assertThat(refused(new RollbackRequest.Last(1))).singleElement()
			.satisfies((problem) -> assertThat(problem.remedy()).contains("cannot go back at all"));
	}

	@Test
	void rollbackThatFailsSaysToRollBackAgain() {
		this.scripts.with("V3__c.sql", "SELECT 1;").with("U3__c.sql", "DROP TABLE nowhere;");
		migrator().migrate();
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> migrator().rollbacks().run(new RollbackRequest.Last(1)))
			.satisfies((ex) -> assertThat(ex.action())
				.contains("Correct db/migration/U3__c.sql", "run Migrator.rollbacks().run(…) again")
				.doesNotContain("start again"));
	}

	private List<Problem> refused(RollbackRequest request) {
		List<String> before = this.database.list("SELECT h::text FROM migration_history h ORDER BY id");
		List<Problem> problems = migrator().rollbacks().plan(request).problems();
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> migrator().rollbacks().run(request))
			.satisfies((ex) -> assertThat(ex.problems()).isEqualTo(problems));
		assertThat(this.database.list("SELECT h::text FROM migration_history h ORDER BY id")).isEqualTo(before);
		return problems;
	}

	@Test
	void rollbackUndoesTheLastMigrationWhateverFormItsRollbackHas() {
		migrator().migrate();
		for (String name : List.of("V3__c.sql", "2_b.sql", "1_a.sql")) {
			MigrationReport report = migrator().rollbacks().run(new RollbackRequest.Last(1));
			assertThat(report.steps()).extracting("name").containsExactly(name);
			assertThat(report.pending()).extracting("name").contains(name);
		}
		assertThat(tables()).isEmpty();
		assertThat(applied()).isEmpty();
		assertThat(this.database.list("SELECT action || ' ' || migration_name FROM migration_log ORDER BY id"))
			.containsExactly("applied 1_a.sql", "applied 2_b.sql", "applied V3__c.sql", "rolled back V3__c.sql",
					"rolled back 2_b.sql", "rolled back 1_a.sql");
	}

	@Test
	void rollbackWhenNothingIsLeftDoesNothing() {
		assertThat(migrator().rollbacks().run(new RollbackRequest.Last(2)).steps()).isEmpty();
	}

	@Test
	void migrateAfterRollbackAppliesAgain() {
		migrator().migrate();
		migrator().rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("0")));
		assertThat(migrator().migrate().steps()).hasSize(3);
		assertThat(tables()).containsExactly("a", "b", "c");
	}

	@Test
	void rollbackWhenLaterOnesAreAppliedRefusesWithTheirList() {
		migrator().migrate();
		assertThat(refused(new RollbackRequest.Single("1", false))).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(Problem.Code.DEPENDENT_MIGRATIONS);
			assertThat(problem.message()).endsWith(":\n  V3__c.sql\n  2_b.sql");
			assertThat(problem.remedy()).contains("RollbackRequest.Single with cascade");
		});
	}

	@Test
	void rollbackWithCascadeUndoesLaterOnesFirst() {
		migrator().migrate();
		assertThat(migrator().rollbacks().run(new RollbackRequest.Single("2_b", true)).steps()).extracting("name")
			.containsExactly("V3__c.sql", "2_b.sql");
		assertThat(applied()).containsExactly("1_a.sql");
		assertThat(tables()).containsExactly("a");
	}

	@Test
	void rollbackGoesBackInTheOrderOfApplicationAndNotOfVersions() {
		this.scripts.without("2_b.sql");
		migrator().migrate();
		this.scripts.with("2_b.sql", "ALTER TABLE c ADD late int;\n-- migrate:down\nALTER TABLE c DROP late;");
		migrator().migrate();
		assertThat(migrator().rollbacks().run(new RollbackRequest.Single("3", true)).steps()).extracting("name")
			.containsExactly("2_b.sql", "V3__c.sql");
	}

	@Test
	void rollbackToVersionUndoesThoseAboveIt() {
		migrator().migrate();
		assertThat(migrator().rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("1"))).steps())
			.extracting("name")
			.containsExactly("V3__c.sql", "2_b.sql");
	}

	@Test
	void rollbackToVersionThatIsNotAppliedRefuses() {
		migrator().migrate();
		assertThat(refused(new RollbackRequest.To(MigrationVersion.parse("7")))).extracting(Problem::message)
			.containsExactly("Version 7 is not applied.");
	}

	@Test
	void rollbackWhenRepeatableRequiresItRefuses() {
		this.scripts.with("R__v.sql", "-- migrate:requires 3\nCREATE OR REPLACE VIEW v AS SELECT * FROM c;")
			.with("R__w.sql", "CREATE OR REPLACE VIEW w AS SELECT 1;");
		migrator().migrate();
		assertThat(refused(new RollbackRequest.Last(1))).extracting(Problem::code)
			.containsExactly(Problem.Code.DEPENDENT_MIGRATIONS);
		assertThat(refused(new RollbackRequest.Single("V3__c.sql", true))).extracting(Problem::message)
			.containsExactly("R__v.sql has no rollback.");
	}

	@ParameterizedTest
	@CsvSource({ "9_x.sql, 9_x.down.sql", "9_x.up.sql, 9_x.down.sql", "V9__x.sql, U9__x.sql" })
	void rollbackThatIsMissingIsToBeWrittenInTheFormOfItsMigration(String file, String rollback) {
		this.scripts.with(file, "SELECT 1;");
		migrator().migrate();
		assertThat(refused(new RollbackRequest.Last(1))).singleElement()
			.satisfies((problem) -> assertThat(problem.remedy().toString())
				.startsWith("Write " + rollback + " beside it"));
	}

	@Test
	void rollbackWhenAnyHasNoRollbackUndoesNoneAndListsThem() {
		this.scripts.without("U3__c.sql").with("4_d.sql", "CREATE TABLE d ()");
		migrator().migrate();
		assertThat(refused(new RollbackRequest.Single("2", true))).extracting(Problem::message)
			.containsExactly("4_d.sql has no rollback.", "V3__c.sql has no rollback.");
	}

	@Test
	void rollbackWhenFileHasChangedRefuses() {
		migrator().migrate();
		this.scripts.with("V3__c.sql", "CREATE TABLE c (id bigint);");
		assertThat(refused(new RollbackRequest.Last(1))).extracting(Problem::code)
			.containsExactly(Problem.Code.CHECKSUM_CHANGED);
	}

	@Test
	void rollbackWhenAnotherFileHasChangedGoesOn() {
		migrator().migrate();
		this.scripts.with("1_a.sql", "CREATE TABLE a (id bigint PRIMARY KEY);");
		assertThat(migrator().rollbacks().run(new RollbackRequest.Last(1)).steps()).hasSize(1);
	}

	@Test
	void rollbackWhenFileIsGoneUsesWhatTheHistoryKeeps() {
		MigratorOptions keeping = MigratorOptions.defaults()
			.with(new MigratorOptions.History(null, "migration_history", true));
		migrator(keeping).migrate();
		this.scripts.without("V3__c.sql").without("U3__c.sql").without("2_b.sql");
		assertThat(migrator().rollbacks().run(new RollbackRequest.Last(2)).steps()).extracting("name")
			.containsExactly("V3__c.sql", "2_b.sql");
		assertThat(tables()).containsExactly("a");
	}

	@Test
	void rollbackWhenFileIsGoneAndNothingIsKeptRefuses() {
		migrator().migrate();
		this.scripts.without("V3__c.sql").without("U3__c.sql");
		assertThat(refused(new RollbackRequest.Last(1))).extracting(Problem::message)
			.containsExactly("V3__c.sql has no rollback: its file is gone, and the history keeps none.");
	}

	@Test
	void rollbackWhenStatementFailsLeavesTheMigrationApplied() {
		this.scripts.with("U3__c.sql", "DROP TABLE c;\nDROP TABLE nothing;");
		migrator().migrate();
		assertThatExceptionOfType(StatementFailedException.class)
			.isThrownBy(() -> migrator().rollbacks().run(new RollbackRequest.Last(2)))
			.satisfies((ex) -> {
				assertThat(ex.location()).isEqualTo("db/migration/U3__c.sql:2:1");
				assertThat(ex.description()).startsWith("The rollback of V3__c.sql failed")
					.contains("the migration stays applied");
			});
		assertThat(applied()).containsExactly("1_a.sql", "2_b.sql", "V3__c.sql");
		assertThat(tables()).containsExactly("a", "b", "c");
		assertThat(this.database.value("SELECT action FROM migration_log ORDER BY id DESC LIMIT 1"))
			.isEqualTo("rollback failed");
	}

	@Test
	void rollbackOutsideTransactionGoesOnWhereItStopped() {
		this.scripts.with("V3__c.sql", "CREATE TABLE c (id int);\nCREATE INDEX CONCURRENTLY c_id ON c (id);")
			.with("U3__c.sql", "DROP INDEX CONCURRENTLY c_id;\nDROP TABLE nothing;\nDROP TABLE c;");
		migrator().migrate();
		assertThatExceptionOfType(StatementFailedException.class)
			.isThrownBy(() -> migrator().rollbacks().run(new RollbackRequest.Last(1)));
		assertThat(applied()).contains("V3__c.sql");
		assertThat(migrator().status().problems()).extracting(Problem::code)
			.containsExactly(Problem.Code.UNFINISHED_ROLLBACK);
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrator().migrate());
		this.scripts.with("U3__c.sql", "DROP INDEX CONCURRENTLY c_id;\nDROP TABLE c;");
		assertThat(migrator().rollbacks().run(new RollbackRequest.Last(1)).steps()).hasSize(1);
		assertThat(applied()).containsExactly("1_a.sql", "2_b.sql");
		assertThat(tables()).containsExactly("a", "b");
		assertThat(migrator().status().problems()).isEmpty();
	}

	@Test
	void rollbackLeavesTheSessionClean() {
		this.scripts.with("U3__c.sql", "SET search_path = pg_catalog;\nSET ROLE postgres;\nDROP TABLE public.c;");
		migrator().migrate();
		migrator().rollbacks().run(new RollbackRequest.Last(2));
		assertThat(tables()).containsExactly("a");
	}

}
