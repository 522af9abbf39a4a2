package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.history.HistoryCorrection;
import dev.appmigrations.engine.history.HistoryRepair;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.script.MigrationCatalog;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationPlanner}.
 */
class MigrationPlannerTests {

	private static MigrationPlan plan(List<Migration> files, List<AppliedMigration> rows) {
		return plan(new MigrationCatalog(files, List.of()), rows);
	}

	private static MigrationPlan plan(MigrationCatalog catalog, List<AppliedMigration> rows) {
		return MigrationPlanner.plan(catalog, rows, List.of(), PlanRequest.ALL, Policies.DEFAULT);
	}

	private static String[] words(String text) {
		return (text != null) ? text.split(" +") : new String[0];
	}

	private static List<String> steps(MigrationPlan plan) {
		return plan.steps().stream().map((step) -> step.migration().name() + ((step.outOfOrder()) ? "!" : "")).toList();
	}

	private static List<MigrationState> states(MigrationPlan plan) {
		return plan.applied().stream().map(AppliedState::state).toList();
	}

	/**
	 * The cases are sets of files, sets of rows, and the steps; late ones have a mark.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			                                  |                  |
			1_a.sql                           |                  | 1_a.sql
			1_a.sql                           | 1_a.sql          |
			10_c.sql 9_b.sql 1_a.sql          |                  | 1_a.sql 9_b.sql 10_c.sql
			1.10_b.sql 1.9_a.sql              |                  | 1.9_a.sql 1.10_b.sql
			R__v.sql 1_a.sql R__u.sql         |                  | 1_a.sql R__u.sql R__v.sql
			R__v.sql 99999999_a.sql           |                  | 99999999_a.sql R__v.sql
			20251113_b.sql 20251112235959_a.sql 3_x.sql | | 3_x.sql 20251112235959_a.sql 20251113_b.sql
			1_a.sql 2_b.sql 3_c.sql           | 1_a.sql 3_c.sql  | 2_b.sql!
			1_a.sql 2_b.sql 3_c.sql 4_d.sql   | 3_c.sql          | 1_a.sql! 2_b.sql! 4_d.sql
			1_a.sql 2_b.sql                   | 2_b.sql 1_a.sql  |
			1_a.sql 2_b.sql                   | 3_gone.sql       | 1_a.sql! 2_b.sql!
			1_a.sql R__v.sql                  | R__v.sql         | 1_a.sql
			""")
	void planWhatIsNotAppliedHoweverFarTheHistoryIs(String files, String rows, String steps) {
		MigrationPlan plan = plan(Migrations.files(words(files)), Migrations.rows(words(rows)));
		assertThat(steps(plan)).containsExactly(words(steps));
		assertThat(plan.errors()).isEmpty();
		assertThat(plan.hasWork()).isEqualTo(!plan.steps().isEmpty());
	}

	@Test
	void planKeepsProblemsOfTheCatalog() {
		Problem problem = Problem.error(Problem.Code.MISNAMED_FILE, "x", "y", "a.sql");
		MigrationPlan plan = plan(new MigrationCatalog(Migrations.files("1_a.sql"), List.of(problem)), List.of());
		assertThat(plan.errors()).containsExactly(problem);
		assertThat(steps(plan)).containsExactly("1_a.sql");
	}

	@Nested
	class AppliedRows {

		@Test
		void planWhenFileChangedIsError() {
			MigrationPlan plan = plan(List.of(Migrations.file("1_a.sql", "new")),
					List.of(Migrations.row(1, "1_a.sql", "old")));
			assertThat(states(plan)).containsExactly(MigrationState.CHANGED);
			assertThat(plan.steps()).isEmpty();
			assertThat(plan.errors()).singleElement().satisfies((problem) -> {
				assertThat(problem.code()).isEqualTo(Problem.Code.CHECKSUM_CHANGED);
				assertThat(problem.message()).contains("db/1_a.sql", "1:old", "1:new");
				assertThat(problem.migrations()).containsExactly("1_a.sql");
			});
		}

		@ParameterizedTest
		@ValueSource(strings = { "9:1_a.sql", "0:1_a.sql", "1_a.sql", "12:1_a.sql" })
		void planWhenChecksumIsOfAnUnknownSchemeIsErrorThatARepairSettles(String checksum) {
			AppliedMigration row = Migrations.row(1, "1_a.sql", MigrationVersion.parse("1"), new Checksum(checksum));
			MigrationPlan plan = plan(Migrations.files("1_a.sql"), List.of(row));
			assertThat(plan.errors()).extracting(Problem::code).containsExactly(Problem.Code.UNKNOWN_CHECKSUM);
			assertThat(plan.corrections()).isEmpty();
			assertThat(RepairPlanner.plan(plan, List.of()))
				.containsExactly(new HistoryRepair.Realign(row, Migrations.file("1_a.sql", "1_a.sql")));
		}

		@ParameterizedTest
		@ValueSource(strings = { "1_a.sql", "R__v.sql" })
		void planWhenChecksumOfTheFirstSchemeIsEqualWritesItAnewWithoutAReasonToRun(String name) {
			AppliedMigration row = Migrations.row(1, name, "x");
			Migration file = Migrations.readToday(name, "x", null);
			MigrationPlan plan = plan(List.of(file), List.of(row));
			assertThat(plan.corrections()).containsExactly(new HistoryCorrection.Rescheme(row, file));
			assertThat(states(plan)).containsExactly(MigrationState.APPLIED);
			assertThat(plan.problems()).isEmpty();
			assertThat(plan.hasWork()).isFalse();
		}

		@Test
		void planWhenChecksumOfTheFirstSchemeIsThatOfTheFirstReadingNamesTheDownSection() {
			AppliedMigration row = Migrations.row(1, "1_a.sql", "up and down");
			Migration file = Migrations.readToday("1_a.sql", "up", "up and down");
			MigrationPlan plan = plan(List.of(file), List.of(row));
			assertThat(plan.corrections()).isEmpty();
			assertThat(states(plan)).containsExactly(MigrationState.APPLIED);
			assertThat(plan.problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.code()).isEqualTo(Problem.Code.DOWN_SECTION_RAN);
				assertThat(problem.isError()).isFalse();
				assertThat(problem.message()).contains("db/1_a.sql was applied by 0.1 with its Down section");
			});
			assertThat(RepairPlanner.plan(plan, List.of())).containsExactly(new HistoryRepair.Realign(row, file));
		}

		@ParameterizedTest
		@CsvSource({ "1:other, up, up and down", "2:other, up, up and down", "2:up and down, up, up and down",
				"1:other, up," })
		void planWhenNeitherReadingIsEqualIsAChange(String recorded, String today, String earlier) {
			AppliedMigration row = Migrations.row(1, "1_a.sql", MigrationVersion.parse("1"), new Checksum(recorded));
			MigrationPlan plan = plan(List.of(Migrations.readToday("1_a.sql", today, earlier)), List.of(row));
			assertThat(states(plan)).containsExactly(MigrationState.CHANGED);
			assertThat(plan.corrections()).isEmpty();
			assertThat(plan.errors()).extracting(Problem::code).containsExactly(Problem.Code.CHECKSUM_CHANGED);
		}

		@Test
		void planWhenARefusedFileIsAppliedWarnsAndWhenItIsPendingIsError() {
			Migration refused = Migrations.refused("1_a.sql", "a");
			assertThat(plan(List.of(refused), List.of(Migrations.row(1, "1_a.sql", "a"))).problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.isError()).isFalse());
			assertThat(plan(List.of(refused), List.of(Migrations.row(1, "1_a.sql", (String) null))).errors()).isEmpty();
			assertThat(plan(List.of(refused), List.of(Migrations.row(1, "0_renamed.sql", "a"))).errors()).isEmpty();
			assertThat(plan(List.of(refused), List.of()).errors()).extracting(Problem::code)
				.containsExactly(Problem.Code.FOREIGN_SYNTAX);
			assertThat(plan(List.of(refused), List.of(Migrations.row(1, "1_a.sql", "b"))).errors())
				.extracting(Problem::code)
				.containsExactly(Problem.Code.CHECKSUM_CHANGED);
		}

		@Test
		void planWhenRepeatableChangedRunsItAgain() {
			MigrationPlan plan = plan(List.of(Migrations.file("R__v.sql", "new"), Migrations.file("1_a.sql", "a")),
					List.of(Migrations.row(1, "R__v.sql", "old")));
			assertThat(states(plan)).containsExactly(MigrationState.OUTDATED);
			assertThat(steps(plan)).containsExactly("1_a.sql", "R__v.sql");
			assertThat(plan.steps()).extracting(MigrationStep::state)
				.containsExactly(MigrationState.PENDING, MigrationState.OUTDATED);
			assertThat(plan.problems()).isEmpty();
		}

		@Test
		void planWhenFileIsGoneWarns() {
			MigrationPlan plan = plan(List.of(), Migrations.rows("1_a.sql", "R__v.sql"));
			assertThat(states(plan)).containsOnly(MigrationState.MISSING);
			assertThat(plan.problems()).extracting(Problem::code).containsOnly(Problem.Code.MISSING_SCRIPT);
			assertThat(plan.problems()).hasSize(2).noneMatch(Problem::isError);
			assertThat(plan.hasWork()).isFalse();
		}

		@Test
		void planWhenFileIsThereButFaultyDoesNotCallItGone() {
			Problem problem = Problem.error(Problem.Code.UNREADABLE_SCRIPT, "x", "y", "1_a.sql");
			MigrationPlan plan = plan(new MigrationCatalog(List.of(), List.of(problem)), Migrations.rows("1_a.sql"));
			assertThat(plan.problems()).containsExactly(problem);
		}

		@Test
		void planWhenRowHasNoChecksumCompletesItInTheNextRun() {
			AppliedMigration row = Migrations.row(1, "1_a.sql", null, null);
			Migration file = Migrations.file("1_a.sql", "a");
			MigrationPlan plan = plan(List.of(file), List.of(row));
			assertThat(states(plan)).containsExactly(MigrationState.APPLIED);
			assertThat(plan.corrections()).containsExactly(new HistoryCorrection.Completion(row, file));
			assertThat(plan.hasWork()).isFalse();
		}

		@Test
		void planTellsOfLateMigrations() {
			MigrationPlan plan = plan(Migrations.files("1_a.sql", "2_b.sql"), Migrations.rows("2_b.sql"));
			assertThat(plan.problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.code()).isEqualTo(Problem.Code.OUT_OF_ORDER);
				assertThat(problem.isError()).isFalse();
				assertThat(problem.message())
					.isEqualTo("1_a.sql is pending, but the later version 2 is applied already.");
			});
		}

	}

	@Nested
	class Renames {

		@Test
		void planWhenOnlyTheNameChangedFollowsIt() {
			AppliedMigration row = Migrations.row(1, "1_a.sql", "a");
			Migration file = Migrations.file("01_b.sql", "a");
			MigrationPlan plan = plan(List.of(file), List.of(row));
			assertThat(plan.corrections()).containsExactly(new HistoryCorrection.Rename(row, file));
			assertThat(plan.applied()).containsExactly(new AppliedState(row, file, MigrationState.APPLIED));
			assertThat(plan.steps()).isEmpty();
			assertThat(plan.problems()).isEmpty();
			assertThat(plan.hasWork()).isTrue();
		}

		@Test
		void planWhenTextChangedTooIsErrorAndNeverRun() {
			MigrationPlan plan = plan(List.of(Migrations.file("1_b.sql", "new")),
					List.of(Migrations.row(1, "1_a.sql", "old")));
			assertThat(plan.corrections()).isEmpty();
			assertThat(plan.errors()).singleElement().satisfies((problem) -> {
				assertThat(problem.code()).isEqualTo(Problem.Code.DUPLICATE_VERSION);
				assertThat(problem.migrations()).containsExactly("1_b.sql", "1_a.sql");
				assertThat(problem.remedy()).contains("restore the text");
			});
		}

		@ParameterizedTest
		@CsvSource({ "1_a.sql, 2_a.sql", "1_a.sql, 20260101_b.sql", "R__a.sql, R__b.sql", "R__a.sql, 7_a.sql" })
		void planWhenVersionChangedTooFollowsTheText(String before, String after) {
			AppliedMigration row = Migrations.row(1, before, "a");
			Migration file = Migrations.file(after, "a");
			MigrationPlan plan = plan(List.of(file), List.of(row));
			assertThat(plan.corrections()).containsExactly(new HistoryCorrection.Rename(row, file));
			assertThat(steps(plan)).isEmpty();
			assertThat(states(plan)).containsExactly(MigrationState.APPLIED);
			assertThat(plan.problems()).isEmpty();
		}

		@ParameterizedTest
		@CsvSource({ "3_a.sql, 1_a.sql 2_b.sql", "3_a.sql 4_b.sql, 1_a.sql", "3_a.sql 4_b.sql, 1_a.sql 2_b.sql" })
		void planWhenSeveralFilesOrRowsHaveTheTextIsErrorAndRunsNone(String files, String rows) {
			List<Migration> pending = Stream.of(words(files)).map((name) -> Migrations.file(name, "x")).toList();
			List<AppliedMigration> applied = Stream.of(words(rows))
				.map((name) -> Migrations.row(Integer.parseInt(name.substring(0, 1)), name, "x"))
				.toList();
			MigrationPlan plan = plan(pending, applied);
			assertThat(plan.corrections()).isEmpty();
			assertThat(plan.errors()).extracting(Problem::code)
				.hasSize(pending.size())
				.containsOnly(Problem.Code.AMBIGUOUS_RENAME);
		}

		@Test
		void planWhenTheVersionTellsWhichOfSeveralFollowsIt() {
			AppliedMigration one = Migrations.row(1, "1_a.sql", "x");
			AppliedMigration two = Migrations.row(2, "2_a.sql", "x");
			Migration fileOne = Migrations.file("1_b.sql", "x");
			Migration fileTwo = Migrations.file("3_b.sql", "x");
			MigrationPlan plan = plan(List.of(fileOne, fileTwo), List.of(one, two));
			assertThat(plan.corrections()).containsExactly(new HistoryCorrection.Rename(one, fileOne),
					new HistoryCorrection.Rename(two, fileTwo));
			assertThat(plan.problems()).isEmpty();
		}

		@Test
		void planWhenTheFileIsEmptySkipsIt() {
			String nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
			MigrationPlan plan = plan(List.of(Migrations.file("3_c.sql", nothing)),
					List.of(Migrations.row(1, "1_a.sql", nothing)));
			assertThat(steps(plan)).isEmpty();
			assertThat(plan.corrections()).isEmpty();
			assertThat(plan.errors()).isEmpty();
			assertThat(plan.problems()).extracting(Problem::code).contains(Problem.Code.EMPTY_SCRIPT);
		}

		@Test
		void planWhenTheFirstReadingHasTheTextFollowsItAndKeepsTheChecksum() {
			AppliedMigration row = Migrations.row(1, "1_a.sql", "up and down");
			Migration file = Migrations.readToday("5_a.sql", "up", "up and down");
			MigrationPlan plan = plan(List.of(file), List.of(row));
			assertThat(plan.corrections()).containsExactly(new HistoryCorrection.Rename(row, file));
			assertThat(plan.corrections().get(0).checksum()).isEqualTo(row.checksum());
			assertThat(plan.problems()).extracting(Problem::code).containsExactly(Problem.Code.DOWN_SECTION_RAN);
		}

		@Test
		void planWhenTwoRowsCouldBeTheFileFollowsOneOnly() {
			MigrationPlan plan = plan(List.of(Migrations.file("1_c.sql", "x")),
					List.of(Migrations.row(1, "1_a.sql", "x"), Migrations.row(2, "1_b.sql", "x")));
			assertThat(plan.corrections()).hasSize(1);
			assertThat(states(plan)).containsExactly(MigrationState.APPLIED, MigrationState.MISSING);
			assertThat(plan.problems()).extracting(Problem::code).containsExactly(Problem.Code.MISSING_SCRIPT);
		}

		@Test
		void planWhenFileIsThereDoesNotTakeAnotherForIt() {
			MigrationPlan plan = plan(List.of(Migrations.file("1_a.sql", "a"), Migrations.file("1_b.sql", "a")),
					List.of(Migrations.row(1, "1_a.sql", "a")));
			assertThat(plan.corrections()).isEmpty();
			assertThat(plan.errors()).extracting(Problem::message)
				.containsExactly("db/1_b.sql is pending, but its version 1 was applied as 1_a.sql.");
		}

	}

	@Nested
	class Versions {

		@ParameterizedTest
		@CsvSource({ "1_a.sql, 1_b.sql", "1_a.sql, 01_b.sql", "1_a.sql, 1.0_b.sql",
				"20251112_a.sql, 20251112.0_b.sql" })
		void planWhenTwoPendingFilesHaveOneVersionIsError(String one, String other) {
			MigrationPlan plan = plan(Migrations.files(one, other), List.of());
			assertThat(plan.errors()).singleElement().satisfies((problem) -> {
				assertThat(problem.code()).isEqualTo(Problem.Code.DUPLICATE_VERSION);
				assertThat(problem.migrations()).containsExactlyInAnyOrder(one, other);
			});
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|',
				textBlock = """
						1_a.sql 1_b.sql                           |                | Rename one of them, for example 1_b.sql to 2_b.sql.
						V1_1__a.sql V1.1__b.sql                   | V1_9__z.sql    | Rename one of them, for example V1_1__a.sql to V1.10__a.sql.
						20251112000001_a.sql 20251112000001_b.sql |                | Rename one of them, for example 20251112000001_b.sql to 20251112000002_b.sql.
						20251112_a.sql                            | 20251112_z.sql | Rename 20251112_a.sql to 20251112000001_a.sql.
						009_a.sql                                 | 009_z.sql      | Rename 009_a.sql to 010_a.sql.
						1_a.sql 1_b.sql 1_c.sql                   | 7_z.sql        | Rename one of them, for example 1_b.sql to 8_b.sql. Rename one of them, for example 1_c.sql to 9_c.sql.
						""")
		void planWhenVersionIsTakenProposesFreeNames(String files, String rows, String remedies) {
			MigrationPlan plan = plan(Migrations.files(words(files)), Migrations.rows(words(rows)));
			assertThat(plan.errors().stream().map(Problem::remedy).map((remedy) -> remedy.split(" If this is")[0]))
				.isEqualTo(List.of(remedies.split("(?<=sql\\.) ")));
		}

		@Test
		void planWhenBothAreAppliedIsContent() {
			MigrationPlan plan = plan(Migrations.files("1_a.sql", "1_b.sql"), Migrations.rows("1_a.sql", "1_b.sql"));
			assertThat(plan.problems()).isEmpty();
		}

		@Test
		void planWhenThreePendingFilesHaveOneVersionTellsOfEach() {
			MigrationPlan plan = plan(Migrations.files("1_a.sql", "1_b.sql", "1_c.sql"), List.of());
			assertThat(plan.errors()).hasSize(2);
		}

	}

	@Nested
	class RequiredMigrations {

		@Test
		void planPutsRequiredMigrationsFirst() {
			MigrationPlan plan = plan(List.of(Migrations.file("1_a.sql", "a", "3"), Migrations.file("2_b.sql", "b"),
					Migrations.file("3_c.sql", "c"), Migrations.file("4_d.sql", "d", "R__v.sql"),
					Migrations.file("R__v.sql", "v")), List.of());
			assertThat(steps(plan)).containsExactly("2_b.sql", "3_c.sql", "1_a.sql", "R__v.sql", "4_d.sql");
			assertThat(plan.problems()).isEmpty();
		}

		@Test
		void planWhenRequirementIsUnknownIsError() {
			MigrationPlan plan = plan(List.of(Migrations.file("1_a.sql", "a", "7")), List.of());
			assertThat(plan.errors()).extracting(Problem::code).containsExactly(Problem.Code.UNKNOWN_REQUIREMENT);
		}

		@Test
		void planWhenAppliedMigrationRequiresWhatIsGoneIsContent() {
			MigrationPlan plan = plan(List.of(Migrations.file("2_b.sql", "2_b.sql", "1")), Migrations.rows("2_b.sql"));
			assertThat(plan.problems()).isEmpty();
		}

		@Test
		void planWhenRequirementsFormCycleIsError() {
			MigrationPlan plan = plan(
					List.of(Migrations.file("1_a.sql", "a", "2"), Migrations.file("2_b.sql", "b", "1_a.sql")),
					List.of());
			assertThat(plan.errors()).extracting(Problem::message)
				.containsExactly("These migrations require each other: 1_a.sql requires 2_b.sql requires 1_a.sql.");
		}

	}

	@Nested
	class Phases {

		private final List<Migration> files = List.of(Migrations.file("1_a.sql", "1_a.sql"),
				Migrations.contract("2_b.sql", "1"), Migrations.file("3_c.sql", "3_c.sql"));

		private MigrationPlan plan(PlanRequest request, String... rows) {
			return MigrationPlanner.plan(new MigrationCatalog(this.files, List.of()), Migrations.rows(rows), List.of(),
					request, Policies.DEFAULT);
		}

		@Test
		void planLeavesContractMigrationsWaiting() {
			MigrationPlan plan = plan(PlanRequest.ALL);
			assertThat(steps(plan)).containsExactly("1_a.sql", "3_c.sql");
			assertThat(plan.waiting()).extracting(Migration::name).containsExactly("2_b.sql");
			assertThat(plan.problems()).isEmpty();
		}

		@Test
		void planWithContractRunsAllInTheOrderOfVersions() {
			assertThat(steps(plan(PlanRequest.ALL.withContract()))).containsExactly("1_a.sql", "2_b.sql", "3_c.sql");
		}

		@Test
		void planWhenContractMigrationWasOvertakenIsNotOutOfOrder() {
			MigrationPlan plan = plan(PlanRequest.ALL.withContract(), "1_a.sql", "3_c.sql");
			assertThat(steps(plan)).containsExactly("2_b.sql");
			assertThat(plan.problems()).isEmpty();
		}

		@Test
		void planWhenAnAnnouncedMigrationIsKnownIsContentBeforeAndAfterItRan() {
			Progress announced = new Progress("2_b.sql", Progress.Direction.CONTRACT, 0, 0, "", Progress.State.DONE,
					null);
			for (List<AppliedMigration> rows : List.of(Migrations.rows("1_a.sql"),
					Migrations.rows("1_a.sql", "2_b.sql", "3_c.sql"))) {
				assertThat(MigrationPlanner
					.plan(new MigrationCatalog(this.files, List.of()), rows, List.of(announced), PlanRequest.ALL,
							Policies.DEFAULT)
					.problems()).isEmpty();
			}
		}

		@Test
		void planWhenContractMigrationIsAskedForByNameTellsOfTheCommand() {
			assertThat(plan(PlanRequest.only("2"), "1_a.sql").errors()).extracting(Problem::code)
				.containsExactly(Problem.Code.CONTRACT_WAITS);
		}

		@Test
		void planWhenExpandRequiresContractThatWaitsLetsItWaitToo() {
			MigrationPlan plan = MigrationPlannerTests.plan(
					List.of(Migrations.contract("2_b.sql", "1"), Migrations.file("3_c.sql", "c", "2"),
							Migrations.file("4_d.sql", "d", "3"), Migrations.file("5_e.sql", "e")),
					Migrations.rows("1_a.sql"));
			assertThat(plan.errors()).isEmpty();
			assertThat(plan.steps()).extracting((step) -> step.migration().name()).containsExactly("5_e.sql");
			assertThat(plan.waiting()).extracting(Migration::name).containsExactly("2_b.sql", "3_c.sql", "4_d.sql");
			assertThat(plan.awaitedBy("4_d.sql")).containsExactly("3_c.sql", "2_b.sql");
		}

		@Test
		void planWhenContractRequiresNothingWarns() {
			MigrationPlan plan = MigrationPlannerTests.plan(List.of(Migrations.contract("2_b.sql")), List.of());
			assertThat(plan.problems()).extracting(Problem::code).containsExactly(Problem.Code.UNRELATED_CONTRACT);
			assertThat(plan.errors()).isEmpty();
		}

		@Test
		void planWhenDatabaseWasContractedByNewerReleaseIsError() {
			List<AppliedMigration> rows = List.of(Migrations.row(1, "1_a.sql", "1_a.sql"),
					Migrations.contracted(2, "2_x.sql"));
			MigrationPlan plan = MigrationPlannerTests.plan(Migrations.files("1_a.sql"), rows);
			assertThat(plan.errors()).singleElement().satisfies((problem) -> {
				assertThat(problem.code()).isEqualTo(Problem.Code.DATABASE_AHEAD);
				assertThat(problem.message()).endsWith("\n  2_x.sql");
			});
		}

		@Test
		void planWhenDatabaseWasContractedAndTheGuardIsOffWarns() {
			List<AppliedMigration> rows = List.of(Migrations.row(1, "1_a.sql", "1_a.sql"),
					Migrations.contracted(2, "2_x.sql"));
			Policies off = new Policies(Policy.WARN, Policy.WARN, Policy.REJECT, Policy.WARN);
			MigrationPlan plan = MigrationPlanner.plan(new MigrationCatalog(Migrations.files("1_a.sql"), List.of()),
					rows, List.of(), PlanRequest.ALL, off);
			assertThat(plan.errors()).isEmpty();
			assertThat(plan.problems()).extracting(Problem::code).contains(Problem.Code.DATABASE_AHEAD);
		}

		@Test
		void planWhenContractIsAnnouncedThatIsNotKnownIsError() {
			Progress announced = new Progress("2_x.sql", Progress.Direction.CONTRACT, 0, 0, "", Progress.State.INTENT,
					null);
			MigrationPlan plan = MigrationPlanner.plan(new MigrationCatalog(Migrations.files("1_a.sql"), List.of()),
					Migrations.rows("1_a.sql"), List.of(announced), PlanRequest.ALL, Policies.DEFAULT);
			assertThat(plan.errors()).extracting(Problem::code).containsExactly(Problem.Code.DATABASE_AHEAD);
		}

		@Test
		void planWhenContractedMigrationWasPrunedBeforeTheNewestKnownIsContent() {
			List<AppliedMigration> rows = List.of(Migrations.contracted(1, "1_x.sql"),
					Migrations.row(2, "2_b.sql", "2_b.sql"));
			assertThat(MigrationPlannerTests.plan(Migrations.files("2_b.sql"), rows).errors()).isEmpty();
		}

		@Test
		void planWhenOnlyExpandMigrationsAreAheadWarns() {
			MigrationPlan plan = MigrationPlannerTests.plan(Migrations.files("1_a.sql"),
					Migrations.rows("1_a.sql", "2_x.sql"));
			assertThat(plan.errors()).isEmpty();
			assertThat(plan.problems()).extracting(Problem::code).containsExactly(Problem.Code.MISSING_SCRIPT);
		}

	}

	@Nested
	class Properties {

		private final Random random = new Random(41);

		private MigrationCatalog someCatalog() {
			List<Migration> files = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				String name = ((this.random.nextInt(6) == 0) ? "R__" : (this.random.nextInt(60) + 1) + "_") + i
						+ ".sql";
				String[] required = Stream.generate(() -> String.valueOf(this.random.nextInt(60) + 1))
					.limit((this.random.nextInt(4) == 0) ? 1 : 0)
					.toArray(String[]::new);
				files.add(Migrations.file(name, String.valueOf(this.random.nextInt(3)), required));
			}
			return new MigrationCatalog(files, List.of());
		}

		private List<AppliedMigration> someRows(MigrationCatalog catalog) {
			List<AppliedMigration> rows = new ArrayList<>();
			for (Migration file : catalog.migrations()) {
				long id = rows.size() + 1L;
				switch (this.random.nextInt(8)) {
					case 0, 1 -> rows.add(Migrations.row(id, file.name(), file.version(), file.checksum()));
					case 2 -> rows.add(Migrations.row(id, file.name(), file.version(), null));
					case 3 -> rows.add(Migrations.row(id, "old_" + file.name(), file.version(), file.checksum()));
					case 4 -> rows.add(Migrations.row(id, (this.random.nextInt(60) + 1) + "_gone.sql" + id, "0"));
					default -> {
					}
				}
			}
			return rows;
		}

		private MigrationCatalog shuffled(MigrationCatalog catalog) {
			List<Migration> files = new ArrayList<>(catalog.migrations());
			Collections.shuffle(files, this.random);
			return new MigrationCatalog(files, catalog.problems());
		}

		@Test
		void planIsTheSameInWhateverOrderFilesAreFound() {
			for (int run = 0; run < 200; run++) {
				MigrationCatalog catalog = someCatalog();
				List<AppliedMigration> rows = someRows(catalog);
				MigrationPlan plan = plan(catalog, rows);
				assertThat(plan(shuffled(catalog), rows)).isEqualTo(plan);
			}
		}

		@Test
		void planWhenPlanWasCarriedOutIsEmpty() {
			for (int run = 0; run < 200; run++) {
				MigrationCatalog catalog = someCatalog();
				List<AppliedMigration> rows = someRows(catalog);
				MigrationPlan plan = plan(catalog, rows);
				MigrationPlan next = plan(catalog, carriedOut(plan));
				assertThat(next.steps()).isEmpty();
				assertThat(next.corrections()).isEmpty();
				assertThat(next.hasWork()).isFalse();
				assertThat(next.problems()).extracting(Problem::code)
					.isSubsetOf(Problem.Code.MISSING_SCRIPT, Problem.Code.CHECKSUM_CHANGED);
			}
		}

		@Test
		void planNeverRunsWhatIsAppliedNorLeavesAnythingOut() {
			for (int run = 0; run < 200; run++) {
				MigrationCatalog catalog = someCatalog();
				MigrationPlan plan = plan(catalog, someRows(catalog));
				List<Migration> settled = plan.applied()
					.stream()
					.filter((state) -> state.migration() != null && state.state() != MigrationState.OUTDATED)
					.map(AppliedState::migration)
					.toList();
				List<Migration> all = new ArrayList<>(settled);
				plan.steps().forEach((step) -> all.add(step.migration()));
				assertThat(all).containsExactlyInAnyOrderElementsOf(catalog.migrations());
			}
		}

		private List<AppliedMigration> carriedOut(MigrationPlan plan) {
			List<AppliedMigration> rows = new ArrayList<>();
			for (AppliedState state : plan.applied()) {
				Migration file = state.migration();
				boolean kept = file == null || state.state() == MigrationState.CHANGED;
				if (kept) {
					rows.add(state.row());
				}
				else {
					rows.add(Migrations.row(state.row().id(), file.name(), file.version(), file.checksum()));
				}
			}
			for (MigrationStep step : plan.steps()) {
				Migration file = step.migration();
				if (step.state() == MigrationState.PENDING) {
					rows.add(Migrations.row(rows.size() + 1L, file.name(), file.version(), file.checksum()));
				}
			}
			return rows;
		}

	}

}
