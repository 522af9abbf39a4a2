package dev.appmigrations.engine;

import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.engine.adopt.Adoption;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.options.SafetyOptions;
import dev.appmigrations.engine.plan.Policies;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Versions that are the same moment, written differently.
 */
class TimestampVersionsTests {

	private static final String SHORT = "20260527120000_a.sql";

	private static final String LONG = "202605271200000000_b.sql";

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private static List<String> names(MigrationReport report) {
		return report.steps().stream().map((step) -> step.name()).toList();
	}

	private static void assertProblem(Runnable call, Problem.Code code, Consumer<Problem> more) {
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.code()).isEqualTo(code);
				more.accept(problem);
			}));
	}

	private void withBoth() {
		this.scripts.with(SHORT, "CREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;")
			.with(LONG, "CREATE TABLE b (id int);\n-- migrate:down\nDROP TABLE b;");
	}

	@Test
	void migrateAppliesBothTheShorterFirst() {
		withBoth();
		assertThat(names(migrator().migrate())).containsExactly(SHORT, LONG);
		assertThat(names(migrator().migrate())).isEmpty();
	}

	@Test
	void migrateWhenOneCameBeforeAppliesTheOther() {
		withBoth();
		this.scripts.without(SHORT);
		migrator().migrate();
		withBoth();
		assertThat(names(migrator().migrate())).containsExactly(SHORT);
	}

	@ParameterizedTest
	@CsvSource({ "20260527120000, 1", "202605271200000000, 2" })
	void migrateToATargetTakesTheExactText(String target, int count) {
		withBoth();
		assertThat(names(migrator().migrate(MigrationVersion.parse(target)))).hasSize(count);
	}

	@Test
	void migrateToATargetThatMayBeEitherSaysWhich() {
		withBoth();
		assertProblem(() -> migrator().migrate(MigrationVersion.parse("202605271200")), Problem.Code.AMBIGUOUS_VERSION,
				(problem) -> assertThat(problem.message()).contains("20260527120000", "202605271200000000"));
	}

	@Test
	void migrateToATargetThatIsOnlyWrittenShorterTakesIt() {
		this.scripts.with(LONG, "CREATE TABLE b (id int)");
		assertThat(names(migrator().migrate(MigrationVersion.parse("202605271200")))).containsExactly(LONG);
	}

	@Test
	void rollbackToTakesTheExactTextAndElseSaysWhich() {
		withBoth();
		migrator().migrate();
		assertProblem(() -> migrator().rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("2026052712"))),
				Problem.Code.AMBIGUOUS_VERSION, (problem) -> assertThat(problem.remedy()).isNotBlank());
		migrator().rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("20260527120000")));
		assertThat(this.database.list("SELECT migration_name FROM migration_history")).containsExactly(SHORT);
	}

	@Test
	void rollbackOfASingleOneTakesTheExactText() {
		withBoth();
		migrator().migrate();
		migrator().rollbacks().run(new RollbackRequest.Single("202605271200000000", false));
		assertThat(this.database.list("SELECT migration_name FROM migration_history")).containsExactly(SHORT);
	}

	@ParameterizedTest
	@CsvSource({ "20260527120000, 1", "202605271200000000, 2" })
	void baselineTakesTheExactText(String version, int count) {
		withBoth();
		assertThat(migrator().history().planBaseline(MigrationVersion.parse(version))).hasSize(count);
	}

	@Test
	void baselineThatMayBeEitherSaysWhich() {
		withBoth();
		assertProblem(() -> migrator().history().planBaseline(MigrationVersion.parse("202605271200")),
				Problem.Code.AMBIGUOUS_VERSION, (problem) -> assertThat(problem.message()).contains("The baseline"));
	}

	@Test
	void requiresTakesTheExactTextAndElseSaysWhich() {
		withBoth();
		this.scripts.with("1_needs.sql", "-- migrate:requires 20260527120000\nCREATE TABLE n (id int)");
		assertThat(names(migrator().migrate())).containsExactly(SHORT, "1_needs.sql", LONG);
		this.scripts.with("2_needs.sql", "-- migrate:requires 202605271200\nCREATE TABLE m (id int)");
		assertProblem(() -> migrator().migrate(), Problem.Code.AMBIGUOUS_VERSION,
				(problem) -> assertThat(problem.message()).contains("2_needs.sql"));
	}

	@Test
	void runTakesTheExactText() {
		withBoth();
		assertThat(names(migrator().run("202605271200000000"))).containsExactly(LONG);
		assertThat(names(migrator().run("20260527120000"))).containsExactly(SHORT);
	}

	private Migrator adopting() {
		return Migrator.builder(this.database.dataSource(), this.scripts)
			.options(MigratorOptions.defaults()
				.with(new MigratorOptions.Rules(Policies.DEFAULT, null, null, MigratorOptions.Adopt.parse("dbmate"),
						SafetyOptions.DEFAULT)))
			.build();
	}

	private void adopted(String... versions) {
		this.database.execute("CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)");
		for (String version : versions) {
			this.database.execute("INSERT INTO schema_migrations VALUES ('" + version + "')");
		}
	}

	@Test
	void adoptTakesTheExactTextBeforeAnyNumber() {
		withBoth();
		adopted("202605271200000000", "20260527120000");
		assertThat(names(adopting().migrate())).isEmpty();
		assertThat(this.database.list("SELECT migration_name FROM migration_history ORDER BY 1"))
			.containsExactlyInAnyOrder(SHORT, LONG);
	}

	@Test
	void adoptWhenOnlyOneIsAppliedLeavesTheOtherPending() {
		withBoth();
		adopted("202605271200000000");
		Adoption plan = adopting().history().planAdoption("dbmate");
		assertThat(plan.pending()).extracting("name").containsExactly(SHORT);
		assertThat(plan.problems()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "20260527120000, 202605271200000000, 20260527120000_a.sql", "1, 01, 1_a.sql",
			"202605271200, 2026052712, 20260527120000_a.sql" })
	void adoptWhenTwoRowsStandForOneFileIsAProblem(String one, String other, String file) {
		this.scripts.with(file, "CREATE TABLE a (id int)");
		adopted(one, other);
		assertThat(adopting().history().planAdoption("dbmate").problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(Problem.Code.FOREIGN_ROWS_AMBIGUOUS);
			assertThat(problem.message()).contains(one, other, file);
		});
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> adopting().history().adopt("dbmate"));
	}

	@Test
	void adoptedFilesAreValidOnAnEmptyDatabase() {
		withBoth();
		this.scripts.with("2026052712_c.sql", "CREATE TABLE c (id int)");
		adopted("202605271200000000", "20260527120000", "2026052712");
		assertThat(names(adopting().migrate())).isEmpty();
		try (TestDatabase empty = TestDatabase.create()) {
			assertThat(names(Migrator.builder(empty.dataSource(), this.scripts).build().migrate()))
				.containsExactly("2026052712_c.sql", SHORT, LONG);
		}
	}

}
