package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.history.HistoryCorrection;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.Callbacks;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;

/**
 * The steps to take, and the problems in the way.
 *
 * @param steps the migrations to apply, in their order
 * @param waiting migrations of the phase {@code contract}, which run only when the old
 * release is gone, and all that require something that has to be waited for
 * @param backfills what is done in batches and is not done yet
 * @param awaited the names of what each of those that wait requires and has to wait for;
 * nothing for those that only wait for the old release to be gone
 * @param marks migrations to mark as applied without running them
 * @param corrections rows of the history to put right, under the lock
 * @param applied the rows of the history, in the order in which they were written
 * @param problems all problems, not only the first
 * @param callbacks what runs around the steps
 */
public record MigrationPlan(List<MigrationStep> steps, List<Migration> waiting, List<BackfillMigration> backfills,
		Map<String, List<String>> awaited, List<Migration> marks, List<HistoryCorrection> corrections,
		List<AppliedState> applied, List<Problem> problems, Callbacks callbacks) {

	public MigrationPlan {
		steps = List.copyOf(steps);
		waiting = List.copyOf(waiting);
		backfills = List.copyOf(backfills);
		awaited = Map.copyOf(awaited);
		marks = List.copyOf(marks);
		corrections = List.copyOf(corrections);
		applied = List.copyOf(applied);
		problems = List.copyOf(problems);
	}

	/**
	 * Returns all that a migration has to wait for, directly or through others.
	 * @param migration the name of one that waits
	 * @return names, the nearest first; none if it only waits for the old release
	 */
	public Set<String> awaitedBy(String migration) {
		Set<String> found = new LinkedHashSet<>(this.awaited.getOrDefault(migration, List.of()));
		List<String> left = new ArrayList<>(found);
		for (int i = 0; i < left.size(); i++) {
			for (String further : this.awaited.getOrDefault(left.get(i), List.of())) {
				if (found.add(further)) {
					left.add(further);
				}
			}
		}
		return found;
	}

	/**
	 * Returns the steps that cannot run where some of them do not.
	 * @param missing the names of those that do not run
	 * @return the names of those that require them, directly or through others
	 */
	public Set<String> stepsThatRequire(Set<String> missing) {
		List<Migration> migrations = this.steps.stream().map(MigrationStep::migration).toList();
		RequiredMigrations required = new RequiredMigrations(migrations);
		Set<String> found = new LinkedHashSet<>();
		for (Migration migration : migrations) {
			if (required.of(List.of(migration)).stream().map(Migration::name).anyMatch(missing::contains)) {
				found.add(migration.name());
			}
		}
		return found;
	}

	/**
	 * Returns the problems because of which nothing may run.
	 * @return the errors
	 */
	public List<Problem> errors() {
		return Problem.errors(this.problems);
	}

	/**
	 * Returns the same plan with more problems.
	 * @param more problems that others have found
	 * @return a new plan
	 */
	public MigrationPlan with(List<Problem> more) {
		List<Problem> all = new ArrayList<>(more);
		all.addAll(this.problems);
		return new MigrationPlan(this.steps, this.waiting, this.backfills, this.awaited, this.marks, this.corrections,
				this.applied, all, this.callbacks);
	}

	/**
	 * Tells whether there is a reason to take the lock. Completing a row that a person
	 * inserted is none: it waits for a run that has one.
	 * @return whether there is work
	 */
	public boolean hasWork() {
		return !this.steps.isEmpty() || !this.marks.isEmpty() || hasRenames();
	}

	private boolean hasRenames() {
		for (HistoryCorrection correction : this.corrections) {
			if (correction instanceof HistoryCorrection.Rename) {
				return true;
			}
		}
		return false;
	}

}
