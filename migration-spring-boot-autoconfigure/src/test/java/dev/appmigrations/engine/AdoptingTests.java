package dev.appmigrations.engine;

import java.util.List;

import dev.appmigrations.engine.adopt.Adoption;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.options.SafetyOptions;
import dev.appmigrations.engine.plan.Policies;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A start, and the calls of a person, where another tool has been at work.
 */
class AdoptingTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void setUp() {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int)")
			.with("2_b.sql", "CREATE TABLE b (id int)")
			.with("3_c.sql", "CREATE TABLE c (id int)");
		this.database.execute("CREATE TABLE migrations (version text, name text, applied_at timestamptz);"
				+ "INSERT INTO migrations VALUES ('1', 'a', '2024-02-03 04:05:06Z'), ('2', 'b', now());"
				+ "CREATE TABLE a (id int); CREATE TABLE b (id int)");
	}

	private Migrator migrator(String adopt) {
		return Migrator.builder(this.database.dataSource(), this.scripts)
			.options(MigratorOptions.defaults()
				.with(new MigratorOptions.Rules(Policies.DEFAULT, null, null, MigratorOptions.Adopt.parse(adopt),
						SafetyOptions.DEFAULT)))
			.build();
	}

	private static List<String> names(MigrationReport report) {
		return report.steps().stream().map((step) -> step.name()).toList();
	}

	@Test
	void migrateWhenAnotherToolWasThereStopsWithTheChoices() {
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrator("off").migrate())
			.satisfies((ex) -> assertThat(ex.problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.code()).isEqualTo(Problem.Code.FOREIGN_HISTORY);
				assertThat(problem.message()).contains("public.migrations");
				assertThat(problem.remedy()).contains("MigratorOptions.Rules.adopt=plain", "baseline(…)", "ignore");
			}));
		assertThat(migrator("off").status().state()).isEqualTo(MigrationReport.State.INVALID);
		assertThat(this.database.value("SELECT to_regclass('migration_history')")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "DELETE FROM migrations",
			"DROP TABLE migrations; CREATE TABLE schema_migrations (version text)",
			"DROP TABLE migrations; CREATE TABLE goose_db_version (id serial, version_id bigint, is_applied boolean,"
					+ " tstamp timestamp); INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true),"
					+ " (1, true), (1, false)",
			"DROP TABLE migrations; CREATE TABLE flyway_schema_history (installed_rank int, version text, script text,"
					+ " type text, success boolean, installed_on timestamp); INSERT INTO flyway_schema_history VALUES"
					+ " (0, NULL, 'public', 'SCHEMA', true, now())" })
	void migrateWhenTheTableOfAnotherToolRecordsNothingRuns(String change) {
		this.database.execute(change + "; DROP TABLE a, b");
		assertThat(names(migrator("off").migrate())).containsExactly("1_a.sql", "2_b.sql", "3_c.sql");
	}

	@Test
	void adoptWhenTheTableRecordsNothingSaysSo() {
		this.database.execute("DELETE FROM migrations");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator("off").history().planAdoption(""))
			.withMessageContaining("public.migrations")
			.withMessageContaining("nothing to adopt");
	}

	@Test
	void migrateWhenTheTableIsEmptyForThePolicyAloneStillStops() {
		this.database.execute("ALTER TABLE migrations ENABLE ROW LEVEL SECURITY; ALTER TABLE migrations FORCE ROW"
				+ " LEVEL SECURITY; CREATE POLICY none ON migrations USING (false)");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrator("off").migrate());
	}

	@Test
	void migrateWithAutoTakesOverAndGoesOn() {
		assertThat(names(migrator("auto").migrate())).containsExactly("3_c.sql");
		assertThat(this.database.list("SELECT origin || ' ' || migration_name FROM migration_history ORDER BY id"))
			.containsExactly("adopted 1_a.sql", "adopted 2_b.sql", "applied 3_c.sql");
		assertThat(this.database
			.value("SELECT applied_at AT TIME ZONE 'UTC' FROM migration_history WHERE migration_name = '1_a.sql'"))
			.isEqualTo("2024-02-03 04:05:06");
		assertThat(names(migrator("off").migrate())).isEmpty();
	}

	@Test
	void migrateWithAutoWhenARowHasNoFileTakesOverNothing() {
		this.scripts.without("2_b.sql");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrator("auto").migrate())
			.satisfies(
					(ex) -> assertThat(ex.problems()).extracting(Problem::code).contains(Problem.Code.FOREIGN_HISTORY));
		assertThat(this.database.value("SELECT to_regclass('migration_history')")).isNull();
	}

	@Test
	void migrateWithNamedToolLeavesRowsWithoutFileBehind() {
		this.scripts.without("2_b.sql");
		assertThat(names(migrator("plain").migrate())).containsExactly("3_c.sql");
	}

	@Test
	void migrateWithIgnoreRunsEverything() {
		this.database.execute("DROP TABLE a, b");
		assertThat(names(migrator("ignore").migrate())).hasSize(3);
	}

	@Test
	void baselineIsOneOfTheChoices() {
		migrator("off").history().baseline(MigrationVersion.parse("2"));
		assertThat(names(migrator("off").migrate())).containsExactly("3_c.sql");
	}

	@Test
	void adoptTakesOverAndRunsNothing() {
		Adoption plan = migrator("off").history().planAdoption("");
		assertThat(plan.mappings()).hasSize(2);
		assertThat(plan.pending()).hasSize(1);
		MigrationReport report = migrator("off").history().adopt("");
		assertThat(report.applied()).extracting("name").containsExactly("1_a.sql", "2_b.sql");
		assertThat(report.pending()).extracting("name").containsExactly("3_c.sql");
		assertThat(this.database.value("SELECT count(*) FROM migrations")).isEqualTo("2");
	}

	@Test
	void adoptOfAToolThatWasNotThereSaysWhatIs() {
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator("off").history().adopt("flyway"))
			.withMessageContaining("no history of flyway")
			.withMessageContaining("public.migrations")
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.FOREIGN_HISTORY));
	}

}
