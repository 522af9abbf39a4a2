package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link Requirements}.
 */
class RequirementsTests {

	private static Requirements resolve(Migration... candidates) {
		return resolve(List.of(candidates), List.of());
	}

	private static Requirements resolve(List<Migration> candidates, List<AppliedState> applied) {
		return Requirements.resolve(candidates, List.of(), List.of(), applied);
	}

	private static List<String> names(Requirements requirements) {
		return requirements.order().stream().map(Migration::name).toList();
	}

	@Test
	void resolveWhenNothingIsRequiredKeepsTheOrder() {
		Requirements requirements = resolve(Migrations.files("3_c.sql", "1_a.sql", "2_b.sql"), List.of());
		assertThat(names(requirements)).containsExactly("3_c.sql", "1_a.sql", "2_b.sql");
		assertThat(requirements.problems()).isEmpty();
	}

	@Test
	void resolveMovesWhatRequiresLaterOnesBackAndNothingElse() {
		assertThat(names(resolve(Migrations.file("1_a.sql", "a"), Migrations.file("2_b.sql", "b", "5", "4_d.sql"),
				Migrations.file("3_c.sql", "c"), Migrations.file("4_d.sql", "d"), Migrations.file("5_e.sql", "e"),
				Migrations.file("6_f.sql", "f", "1"))))
			.containsExactly("1_a.sql", "3_c.sql", "4_d.sql", "5_e.sql", "2_b.sql", "6_f.sql");
	}

	@Test
	void resolveFollowsChains() {
		assertThat(names(resolve(Migrations.file("1_a.sql", "a", "2"), Migrations.file("2_b.sql", "b", "3"),
				Migrations.file("3_c.sql", "c", "4"), Migrations.file("4_d.sql", "d"))))
			.containsExactly("4_d.sql", "3_c.sql", "2_b.sql", "1_a.sql");
	}

	@Test
	void resolveWhenRequirementIsWrittenInAnotherFormOfItsVersionFindsIt() {
		Requirements requirements = resolve(Migrations.file("1_a.sql", "a", "02.0"), Migrations.file("2_b.sql", "b"));
		assertThat(names(requirements)).containsExactly("2_b.sql", "1_a.sql");
	}

	@Test
	void resolveWhenRequirementIsAppliedIsContent() {
		List<AppliedState> applied = List.of(
				new AppliedState(Migrations.row(1, "1_old.sql", "a"), Migrations.file("1_new.sql", "a"),
						MigrationState.APPLIED),
				new AppliedState(Migrations.row(2, "2_gone.sql", "b"), null, MigrationState.MISSING));
		Requirements requirements = resolve(
				List.of(Migrations.file("3_c.sql", "c", "1", "1_old.sql", "1_new.sql", "2", "2_gone.sql")), applied);
		assertThat(requirements.problems()).isEmpty();
		assertThat(names(requirements)).containsExactly("3_c.sql");
	}

	@Test
	void resolveWhenRequirementIsUnknownTellsWhoNeedsWhat() {
		assertThat(resolve(Migrations.file("1_a.sql", "a", "7", "b.sql")).problems()).extracting(Problem::message)
			.containsExactly("db/1_a.sql requires 7, which is neither applied nor among the migrations.",
					"db/1_a.sql requires b.sql, which is neither applied nor among the migrations.");
	}

	@Test
	void resolveWhenRequirementsFormCycleShowsAllOfIt() {
		Requirements requirements = resolve(Migrations.file("1_a.sql", "a", "2"), Migrations.file("2_b.sql", "b", "3"),
				Migrations.file("3_c.sql", "c", "4"), Migrations.file("4_d.sql", "d", "2"));
		assertThat(requirements.problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(Problem.Code.CYCLIC_REQUIREMENTS);
			assertThat(problem.message()).isEqualTo("These migrations require each other:"
					+ " 2_b.sql requires 3_c.sql requires 4_d.sql requires 2_b.sql.");
			assertThat(problem.migrations()).containsExactly("2_b.sql", "3_c.sql", "4_d.sql");
		});
	}

	@Test
	void resolveWhenMigrationRequiresItselfSaysSo() {
		assertThat(resolve(Migrations.file("1_a.sql", "a", "1")).problems()).extracting(Problem::message)
			.containsExactly("These migrations require each other: 1_a.sql requires 1_a.sql.");
	}

	@Test
	void resolveWhenThereAreTwoCyclesShowsBoth() {
		Requirements requirements = resolve(Migrations.file("1_a.sql", "a", "2"),
				Migrations.file("2_b.sql", "b", "1", "3"), Migrations.file("3_c.sql", "c", "2"),
				Migrations.file("4_d.sql", "d", "5"), Migrations.file("5_e.sql", "e", "4"));
		assertThat(requirements.problems()).extracting(Problem::migrations)
			.containsExactly(List.of("1_a.sql", "2_b.sql"), List.of("2_b.sql", "3_c.sql"),
					List.of("4_d.sql", "5_e.sql"));
	}

	@Test
	void resolvePutsEachMigrationBehindAllThatItRequires() {
		Random random = new Random(2025);
		for (int run = 0; run < 100; run++) {
			// Each requires some of those before it in another order: there is no cycle.
			List<Integer> numbers = new ArrayList<>(IntStream.rangeClosed(1, 30).boxed().toList());
			Collections.shuffle(numbers, random);
			List<Migration> migrations = new ArrayList<>();
			for (int i = 0; i < numbers.size(); i++) {
				String[] required = numbers.subList(0, i)
					.stream()
					.filter((number) -> random.nextInt(15) == 0)
					.map(String::valueOf)
					.toArray(String[]::new);
				migrations.add(Migrations.file(numbers.get(i) + "_x.sql", "x", required));
			}
			Collections.shuffle(migrations, random);
			Requirements requirements = resolve(migrations, List.of());
			assertThat(requirements.problems()).isEmpty();
			assertThat(requirements.order()).containsExactlyInAnyOrderElementsOf(migrations);
			List<String> names = names(requirements);
			for (Migration migration : migrations) {
				assertThat(migration.requirements())
					.allSatisfy((required) -> assertThat(names.indexOf(migration.name()))
						.isGreaterThan(names.indexOf(required + "_x.sql")));
			}
		}
	}

	@Test
	void resolveWhenEachRequiresTheOneBehindReversesAll() {
		List<Migration> migrations = IntStream.rangeClosed(1, 10_000)
			.mapToObj((i) -> Migrations.file(i + "_x.sql", "x",
					(i < 10_000) ? new String[] { "" + (i + 1) } : new String[0]))
			.toList();
		List<Migration> reversed = new ArrayList<>(migrations);
		Collections.reverse(reversed);
		assertThat(resolve(migrations, List.of())).isEqualTo(new Requirements(reversed, List.of()));
	}

	@Test
	void resolveWhenTenThousandFormOneCycleShowsIt() {
		List<Migration> migrations = IntStream.rangeClosed(1, 10_000)
			.mapToObj((i) -> Migrations.file(i + "_x.sql", "x", "" + (i % 10_000 + 1)))
			.toList();
		assertThat(resolve(migrations, List.of()).problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.migrations()).hasSize(10_000));
	}

	@Test
	void resolveWhenRequirementIsLeftOutNamesBothFiles() {
		Requirements requirements = Requirements.resolve(List.of(Migrations.file("2_b.sql", "b", "1")),
				Migrations.files("1_a.sql"), List.of(), List.of());
		assertThat(requirements.problems()).extracting(Problem::code, Problem::message)
			.containsExactly(tuple(Problem.Code.UNMET_REQUIREMENT,
					"db/2_b.sql requires db/1_a.sql, which is not applied and is not part of this run."));
	}

	@Test
	void resolveWhenRequirementIsMarkedAsAppliedIsContent() {
		assertThat(Requirements
			.resolve(List.of(Migrations.file("2_b.sql", "b", "1")), List.of(), Migrations.files("1_a.sql"), List.of())
			.problems()).isEmpty();
	}

	@Test
	void resolveWhenEachRequiresTheOneBeforeKeepsTheOrder() {
		List<Migration> migrations = IntStream.rangeClosed(1, 10_000)
			.mapToObj(
					(i) -> Migrations.file(i + "_x.sql", "x", (i > 1) ? new String[] { "" + (i - 1) } : new String[0]))
			.toList();
		assertThat(resolve(migrations, List.of())).isEqualTo(new Requirements(migrations, List.of()));
	}

}
