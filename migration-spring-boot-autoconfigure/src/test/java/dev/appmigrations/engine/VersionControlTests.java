package dev.appmigrations.engine;

import java.util.List;

import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.history.HistoryRepair;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.options.SafetyOptions;
import dev.appmigrations.engine.plan.Policies;
import dev.appmigrations.engine.plan.Policy;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Targets, single migrations, baselines, policies and repairs, on a real database.
 */
class VersionControlTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void setUp() {
		this.scripts.with("1_a.sql", "CREATE TABLE a ()")
			.with("2_b.sql", "-- migrate:requires 1\nCREATE TABLE b ()")
			.with("3_c.sql", "CREATE TABLE c ()")
			.with("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 1");
	}

	private MemoryScripts scripts() {
		return this.scripts;
	}

	private TestDatabase database() {
		return this.database;
	}

	private Migrator migrator() {
		return migrator(new MigratorOptions.Rules(Policies.DEFAULT, null, null, MigratorOptions.Adopt.OFF,
				SafetyOptions.DEFAULT));
	}

	private Migrator migrator(MigratorOptions.Rules rules) {
		return Migrator.builder(this.database.dataSource(), this.scripts)
			.options(MigratorOptions.defaults().with(rules))
			.build();
	}

	private static MigrationVersion version(String text) {
		return MigrationVersion.parse(text);
	}

	private static List<String> names(MigrationReport report) {
		return report.steps().stream().map((step) -> step.name()).toList();
	}

	@Nested
	class Targets {

		@Test
		void migrateToTargetStopsAfterIt() {
			MigrationReport report = migrator().migrate(version("2"));
			assertThat(names(report)).containsExactly("1_a.sql", "2_b.sql");
			assertThat(names(migrator().migrate())).containsExactly("3_c.sql", "R__v.sql");
		}

		@Test
		void migrateWithTargetInTheOptionsStopsAfterIt() {
			Migrator migrator = migrator(new MigratorOptions.Rules(Policies.DEFAULT, version("1"), null,
					MigratorOptions.Adopt.OFF, SafetyOptions.DEFAULT));
			assertThat(names(migrator.migrate())).containsExactly("1_a.sql");
			assertThat(migrator.validate().state()).isEqualTo(MigrationReport.State.CURRENT);
			assertThat(migrator.status().pending()).hasSize(3);
		}

		@Test
		void migrateToTargetThatDoesNotExistRunsNothing() {
			assertThatExceptionOfType(InvalidMigrationsException.class)
				.isThrownBy(() -> migrator().migrate(version("7")))
				.satisfies((ex) -> assertThat(ex.problems()).extracting(Problem::code)
					.containsExactly(Problem.Code.UNKNOWN_MIGRATION));
		}

	}

	@Nested
	class SingleMigrations {

		@Test
		void runAppliesOnlyThatOne() {
			assertThat(names(migrator().run("src/main/resources/db/migration/3_c.sql"))).containsExactly("3_c.sql");
			assertThat(names(migrator().run("R__v"))).containsExactly("R__v.sql");
			assertThat(migrator().status().pending()).extracting("name", "outOfOrder")
				.containsExactly(tuple("1_a.sql", true), tuple("2_b.sql", true));
		}

		@Test
		void runWhenAppliedAlreadyDoesNothing() {
			migrator().migrate();
			assertThat(names(migrator().run("3"))).isEmpty();
		}

		@Test
		void runWhenRequirementIsNotAppliedRefusesAndNamesIt() {
			assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrator().run("2_b.sql"))
				.satisfies((ex) -> assertThat(ex.problems()).singleElement().satisfies((problem) -> {
					assertThat(problem.code()).isEqualTo(Problem.Code.UNMET_REQUIREMENT);
					assertThat(problem.message()).contains("2_b.sql", "1_a.sql");
				}));
		}

		@Test
		void runWhenUnknownRefuses() {
			assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrator().run("9_z.sql"))
				.withMessageContaining("9_z.sql is neither applied nor among the migrations");
		}

	}

	@Nested
	class Rules {

		private Migrator rejecting() {
			return migrator(
					new MigratorOptions.Rules(new Policies(Policy.REJECT, Policy.REJECT, Policy.WARN, Policy.REJECT),
							null, null, MigratorOptions.Adopt.OFF, SafetyOptions.DEFAULT));
		}

		@Test
		void migrateWhenLateFilesAreRejectedRunsNothing() {
			migrator().run("3");
			assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> rejecting().migrate())
				.satisfies((ex) -> assertThat(ex.problems()).extracting(Problem::code)
					.containsExactly(Problem.Code.OUT_OF_ORDER, Problem.Code.OUT_OF_ORDER));
			assertThat(database().list("SELECT migration_name FROM migration_history")).containsExactly("3_c.sql");
		}

		@Test
		void migrateWhenLateMarksThemInTheHistory() {
			migrator().run("3");
			assertThat(names(migrator().migrate())).containsExactly("1_a.sql", "2_b.sql", "R__v.sql");
			assertThat(database().list("SELECT migration_name FROM migration_history WHERE out_of_order ORDER BY id"))
				.containsExactly("1_a.sql", "2_b.sql");
		}

		@Test
		void migrateWhenLateFilesAreAllowedIsSilentAndMarksThem() {
			migrator().run("3");
			MigrationReport report = migrator(
					new MigratorOptions.Rules(new Policies(Policy.ALLOW, Policy.WARN, Policy.REJECT, Policy.REJECT),
							null, null, MigratorOptions.Adopt.OFF, SafetyOptions.DEFAULT))
				.migrate();
			assertThat(report.problems()).isEmpty();
			assertThat(database().value("SELECT count(*) FROM migration_history WHERE out_of_order")).isEqualTo("2");
		}

		@Test
		void migrateWhenMissingFilesAreRejectedFails() {
			migrator().migrate();
			scripts().without("3_c.sql");
			assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> rejecting().migrate())
				.withMessageContaining("3_c.sql is applied, but no location has its file");
		}

		@Test
		void migrateWhenChangedFilesAreToldOfGoesOn() {
			migrator().migrate();
			scripts().with("1_a.sql", "CREATE TABLE a (id int)").with("4_d.sql", "CREATE TABLE d ()");
			MigrationReport report = rejecting().migrate();
			assertThat(names(report)).containsExactly("4_d.sql");
			assertThat(report.problems()).extracting(Problem::code).containsExactly(Problem.Code.CHECKSUM_CHANGED);
		}

	}

	@Nested
	class Baselines {

		@Test
		void baselineMarksWhatIsAtOrBelowAndRunsNothing() {
			MigrationReport report = migrator().history().baseline(version("2"));
			assertThat(report.applied()).extracting("name", "origin")
				.containsExactly(tuple("1_a.sql", "baseline"), tuple("2_b.sql", "baseline"));
			assertThat(database().value("SELECT to_regclass('a')")).isNull();
			assertThat(database().list("SELECT action FROM migration_log")).containsExactly("baseline", "baseline");
			assertThat(names(migrator().migrate())).containsExactly("3_c.sql", "R__v.sql");
		}

		@Test
		void baselineTwiceIsTheSame() {
			migrator().history().baseline(version("2"));
			migrator().history().baseline(version("2"));
			assertThat(database().value("SELECT count(*) FROM migration_log")).isEqualTo("2");
		}

		@Test
		void migrateWithBaselineVersionMarksOnlyWhereTheSchemaHasTables() {
			Migrator migrator = migrator(new MigratorOptions.Rules(Policies.DEFAULT, null, version("1"),
					MigratorOptions.Adopt.OFF, SafetyOptions.DEFAULT));
			database().execute("CREATE TABLE a (id int)");
			assertThat(names(migrator.migrate())).containsExactly("2_b.sql", "3_c.sql", "R__v.sql");
			assertThat(database().value("SELECT origin FROM migration_history WHERE migration_name = '1_a.sql'"))
				.isEqualTo("baseline");
		}

		@Test
		void migrateWithBaselineVersionOnAnEmptyDatabaseRunsAll() {
			Migrator migrator = migrator(new MigratorOptions.Rules(Policies.DEFAULT, null, version("1"),
					MigratorOptions.Adopt.OFF, SafetyOptions.DEFAULT));
			assertThat(names(migrator.migrate())).hasSize(4);
		}

	}

	@Nested
	class Repairs {

		@Test
		void repairRealignsChecksumsAndForgetsWhatIsGone() {
			migrator().migrate();
			scripts().with("1_a.sql", "CREATE TABLE a (id int)").without("3_c.sql");
			List<HistoryRepair> repairs = migrator().history().repairs();
			assertThat(repairs).extracting("class.simpleName", "name")
				.containsExactly(tuple("Realign", "1_a.sql"), tuple("Forget", "3_c.sql"));
			MigrationReport report = migrator().history().repair(repairs);
			assertThat(report.problems()).isEmpty();
			assertThat(database().list("SELECT action FROM migration_log ORDER BY id OFFSET 4"))
				.containsExactly("realigned", "forgotten");
			assertThat(migrator().history().repairs()).isEmpty();
		}

		@Test
		void repairWhenHistoryHasChangedSinceWritesNothing() {
			migrator().migrate();
			scripts().with("1_a.sql", "CREATE TABLE a (id int)").without("3_c.sql");
			List<HistoryRepair> repairs = migrator().history().repairs();
			database().execute("DELETE FROM migration_history WHERE migration_name = '3_c.sql'");
			assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().history().repair(repairs))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.REPAIR_OUTDATED));
			assertThat(migrator().status().problems()).extracting(Problem::code)
				.containsExactly(Problem.Code.CHECKSUM_CHANGED);
		}

		@Test
		void repairWhenMigrationWasInterruptedLetsItStartOver() {
			scripts().with("3_c.sql",
					"CREATE TABLE IF NOT EXISTS c (id int);\nCREATE INDEX CONCURRENTLY ON c (id);\nSELECT 1/0;");
			assertThatExceptionOfType(StatementFailedException.class).isThrownBy(() -> migrator().migrate());
			scripts().with("3_c.sql", "CREATE TABLE IF NOT EXISTS c (id int);\nSELECT 1;");
			assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().migrate())
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.MIGRATION_INTERRUPTED));
			List<HistoryRepair> repairs = migrator().history().repairs();
			assertThat(repairs).singleElement()
				.isInstanceOfSatisfying(HistoryRepair.Settle.class,
						(settle) -> assertThat(settle.decision()).isEqualTo(HistoryRepair.Decision.START_OVER));
			migrator().history().repair(repairs);
			assertThat(names(migrator().migrate())).containsExactly("3_c.sql", "R__v.sql");
		}

		@Test
		void repairOfNothingWritesNothing() {
			migrator().history().repair(List.of());
			assertThat(database().value("SELECT to_regclass('migration_history')")).isNull();
		}

	}

}
