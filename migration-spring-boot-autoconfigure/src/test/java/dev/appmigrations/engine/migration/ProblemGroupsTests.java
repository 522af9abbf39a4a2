package dev.appmigrations.engine.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProblemGroups}.
 */
class ProblemGroupsTests {

	private static List<Problem> misnamed(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> Problem.error(Problem.Code.MISNAMED_FILE, i + ".sql has a name of no known form.",
					"Rename it.", i + ".sql"))
			.toList();
	}

	@Test
	void ofWhenThreeAreOfOneKindLeavesThem() {
		assertThat(ProblemGroups.of(misnamed(3))).isEqualTo(misnamed(3));
	}

	@Test
	void ofWhenManyAreOfOneKindHasCountThreeExamplesOneRemedyAndAllNames() {
		assertThat(ProblemGroups.of(misnamed(1050))).singleElement().satisfies((problem) -> {
			assertThat(problem.message()).startsWith("1050 problems of one kind (misnamed file). The first three:\n")
				.contains("\n  0.sql has", "\n  2.sql has")
				.doesNotContain("3.sql");
			assertThat(problem.remedy()).isEqualTo("Rename it.");
			assertThat(problem.migrations()).hasSize(1050);
			assertThat(problem.isError()).isTrue();
		});
	}

	@Test
	void ofKeepsKindsAndSeveritiesApart() {
		List<Problem> problems = new ArrayList<>(misnamed(4));
		problems.add(Problem.warning(Problem.Code.MISNAMED_FILE, "told only", "Nothing.", "x.sql"));
		problems.add(Problem.error(Problem.Code.ORPHAN_ROLLBACK, "alone", "Remove it.", "y.sql"));
		assertThat(ProblemGroups.of(problems)).extracting(Problem::code)
			.containsExactly(Problem.Code.MISNAMED_FILE, Problem.Code.MISNAMED_FILE, Problem.Code.ORPHAN_ROLLBACK);
		assertThat(ProblemGroups.of(problems)).extracting(Problem::isError).containsExactly(true, false, true);
	}

	@Test
	void ofWhenRemediesDifferGivesEachExampleItsOwn() {
		List<Problem> problems = IntStream.range(0, 5)
			.mapToObj((i) -> Problem.error(Problem.Code.DUPLICATE_VERSION, i + " is taken.\n  ^",
					"Rename it to " + (i + 10) + ".", String.valueOf(i)))
			.toList();
		assertThat(ProblemGroups.of(problems)).singleElement().satisfies((problem) -> {
			assertThat(problem.remedy()).isEqualTo("Mend the others in the same way.");
			assertThat(problem.message()).contains("\n  0 is taken.\n    ^\n    Rename it to 10.\n  1 is taken.\n",
					"    Rename it to 12.");
		});
	}

}
