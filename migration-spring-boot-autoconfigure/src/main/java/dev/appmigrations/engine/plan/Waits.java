package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.history.BackfillProgress;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Sorts out what has to wait: backfills that have begun or may not begin here, contract
 * migrations, and all that require one of them, whatever their phase.
 *
 * @param steps what may run now, in the same order
 * @param waiting what waits for others, or for the old release to be gone
 * @param backfills what is done in batches and is not done yet
 * @param awaited the names of what each of those that wait requires and has to wait for
 */
record Waits(List<Migration> steps, List<Migration> waiting, List<BackfillMigration> backfills,
		Map<String, List<String>> awaited) {

	static Waits of(Selection selection, List<Progress> progress, PlanRequest request, List<Problem> problems) {
		boolean batches = false;
		for (Migration migration : selection.steps()) {
			batches |= migration instanceof BackfillMigration;
		}
		if (!batches && selection.waiting().isEmpty()) {
			return new Waits(selection.steps(), List.of(), List.of(), Map.of());
		}
		List<Migration> steps = new ArrayList<>(selection.steps().size());
		List<BackfillMigration> backfills = new ArrayList<>();
		boolean single = request.scope() instanceof PlanRequest.Scope.Only;
		for (Migration migration : selection.steps()) {
			if (migration instanceof BackfillMigration backfill
					&& (!request.backfills() || isUnfinished(BackfillProgress.find(progress, migration.name())))) {
				backfills.add(backfill);
				if (single) {
					problems.add(BackfillProblems.notAlone(migration));
				}
			}
			else {
				steps.add(migration);
			}
		}
		List<Migration> waiting = new ArrayList<>(selection.waiting());
		Map<String, List<String>> awaited = new LinkedHashMap<>();
		Requiring requiring = new Requiring(selection);
		List<Migration> unmet = new ArrayList<>(waiting);
		unmet.addAll(backfills);
		boolean changed = !single;
		while (changed) {
			changed = false;
			for (Migration migration : List.copyOf(steps)) {
				if (requiring.put(migration, unmet, awaited)) {
					steps.remove(migration);
					waiting.add(migration);
					unmet.add(migration);
					changed = true;
				}
			}
		}
		// A contract migration may require one that was found to wait.
		for (Migration migration : selection.waiting()) {
			requiring.put(migration, unmet, awaited);
		}
		return new Waits(steps, waiting, backfills, awaited);
	}

	private static boolean isUnfinished(@Nullable BackfillProgress begun) {
		return begun != null && begun.state() != BackfillState.DONE;
	}

	List<Migration> notRun(List<Migration> leftOut) {
		List<Migration> notRun = new ArrayList<>(this.waiting);
		notRun.addAll(this.backfills);
		notRun.addAll(leftOut);
		return notRun;
	}

	/**
	 * Tells whether a migration is done in batches or when the application is complete,
	 * or waits for one that is, directly or through others: then it is applied when it is
	 * ready, and never too late.
	 */
	static boolean mayBeOvertaken(Migration migration, Collection<Migration> all) {
		return isDoneLater(migration)
				|| new RequiredMigrations(all).of(List.of(migration)).stream().anyMatch(Waits::isDoneLater);
	}

	private static boolean isDoneLater(Migration migration) {
		return migration instanceof BackfillMigration || migration.late();
	}

	/** Who requires what. */
	private static final class Requiring {

		private final KnownVersions versions;

		Requiring(Selection selection) {
			this.versions = new KnownVersions().add(selection.steps()).add(selection.waiting());
		}

		/**
		 * Notes what a migration has to wait for, and tells whether there is anything.
		 */
		boolean put(Migration migration, List<Migration> unmet, Map<String, List<String>> awaited) {
			List<String> names = new ArrayList<>();
			for (String requirement : migration.requirements()) {
				Migration required = Reference.parse(requirement, this.versions, "", new ArrayList<>()).in(unmet);
				if (required != null && required != migration) {
					names.add(required.name());
				}
			}
			if (!names.isEmpty()) {
				awaited.put(migration.name(), names);
			}
			return !names.isEmpty();
		}

	}

}
