package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.history.HistoryCorrection;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.migration.Callbacks;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.script.MigrationCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Compares the scripts with the history. What is applied is a set of names, never a
 * highest version:
 * <ol>
 * <li>Each row is matched with the file of its name; a checksum that differs is a change
 * ({@link Comparison}).
 * <li>A row without a file whose text a new file has is a rename ({@link Renames}); one
 * whose version a new file has with another text is a conflict.
 * <li>What is left of the files is pending, in the order of versions, the repeatable ones
 * after all versioned ones, and each after what it requires.
 * </ol>
 */
public final class MigrationPlanner {

	private MigrationPlanner() {
	}

	/**
	 * Makes a plan.
	 * @param catalog what the application ships
	 * @param rows the history, in the order in which it was written
	 * @param progress what has begun and is not finished
	 * @param request which of the pending migrations are wanted
	 * @param policies what becomes of late, missing and changed files
	 * @return the plan with every problem that was found
	 */
	public static MigrationPlan plan(MigrationCatalog catalog, List<AppliedMigration> rows, List<Progress> progress,
			PlanRequest request, Policies policies) {
		Run run = new Run(catalog, rows, request, policies);
		return run.plan(progress);
	}

	/** By version, what has none last, then by name. */
	private static int compare(Migration one, Migration other) {
		MigrationVersion version = one.version();
		MigrationVersion otherVersion = other.version();
		int order;
		if (version != null && otherVersion != null) {
			order = version.compareTo(otherVersion);
		}
		else {
			order = Boolean.compare(version == null, otherVersion == null);
		}
		return (order != 0) ? order : one.name().compareTo(other.name());
	}

	/**
	 * The state of one comparison. A start with nothing to do goes this way: it has loops
	 * where a stream would cost it more than the work.
	 */
	private static final class Run {

		/** Those without a row, in their order. */
		private final Map<String, Migration> pending = new LinkedHashMap<>();

		private final Map<String, Migration> byName;

		private final List<Migration> all;

		private final List<AppliedMigration> rows;

		private final List<AppliedState> applied = new ArrayList<>();

		private final List<HistoryCorrection> corrections = new ArrayList<>();

		private final List<Problem> problems = new ArrayList<>();

		private final Map<String, Migration> outdated = new HashMap<>();

		/** Files that are there, but cannot be used. */
		private final Set<String> faulty = new HashSet<>();

		private final Set<String> orderedByName;

		/** Those of which a part is committed. */
		private final Set<String> begun = new HashSet<>(0);

		private final PlanRequest request;

		private final Callbacks callbacks;

		private final Policies policies;

		private final Comparison comparison;

		Run(MigrationCatalog catalog, List<AppliedMigration> rows, PlanRequest request, Policies policies) {
			this.request = request;
			this.policies = policies;
			this.comparison = new Comparison(policies, this.corrections, this.problems);
			for (Problem problem : catalog.problems()) {
				boolean gone = problem.code() == Problem.Code.MISSING_LOCATION && !rows.isEmpty();
				this.problems.add((gone) ? problem.asError() : problem);
			}
			this.orderedByName = catalog.orderedByName();
			this.callbacks = catalog.callbacks();
			for (Problem problem : catalog.problems()) {
				this.faulty.addAll(problem.migrations());
			}
			this.byName = new HashMap<>(2 * catalog.migrations().size());
			for (Migration migration : catalog.migrations()) {
				this.byName.put(migration.name(), migration);
			}
			this.all = catalog.migrations();
			this.rows = rows;
		}

		MigrationPlan plan(List<Progress> progress) {
			for (Progress unfinished : progress) {
				if (unfinished.direction() == Progress.Direction.UP) {
					this.begun.add(unfinished.migration());
				}
			}
			List<Migration> withdrawn = new ArrayList<>(0);
			for (AppliedMigration row : this.rows) {
				Migration migration = this.byName.remove(row.name());
				if (migration != null && EmptyScripts.isPendingAgain(row, migration)) {
					withdrawn.add(migration);
					this.corrections.add(new HistoryCorrection.Withdrawal(row, migration));
					continue;
				}
				this.applied.add((migration != null) ? compare(row, migration)
						: new AppliedState(row, null, MigrationState.MISSING));
			}
			for (Migration migration : withdrawn) {
				this.byName.put(migration.name(), migration);
			}
			// Mostly none is left: to sort them all first would take longer than the
			// rest.
			for (Migration migration : ordered(this.byName.values())) {
				this.pending.put(migration.name(), migration);
			}
			findRenamed();
			this.comparison.finish();
			List<Migration> empty = EmptyScripts.removeFrom(this.pending.values());
			if (!empty.isEmpty()) {
				EmptyScripts.report(empty, this.begun, this.problems);
			}
			for (Migration migration : this.pending.values()) {
				refuse(migration);
			}
			this.problems
				.addAll(VersionConflicts.find(this.pending.values(), this.applied, this.orderedByName, this.begun));
			for (Progress begun : progress) {
				if (begun.direction() == Progress.Direction.DOWN) {
					this.problems.add(PlanProblems.unfinishedRollback(begun));
				}
			}
			reportContracted(progress);
			for (Migration migration : this.pending.values()) {
				if (migration.phase() == Phase.CONTRACT && migration.requirements().isEmpty()) {
					this.problems.add(PlanProblems.unrelatedContract(migration));
				}
			}
			Selection selection = Selection.of(this.request, candidates(), empty, this.applied, this.faulty);
			this.problems.addAll(selection.problems());
			BackfillProblems.find(this.pending.values(), progress, this.problems);
			Waits waits = Waits.of(selection, progress, this.request, this.problems);
			Requirements requirements = Requirements.resolve(waits.steps(), waits.notRun(selection.leftOut()),
					selection.marks(), this.applied);
			this.problems.addAll(requirements.problems());
			return new MigrationPlan(steps(requirements.order()), waits.waiting(), waits.backfills(), waits.awaited(),
					selection.marks(), this.corrections, this.applied, this.problems, this.callbacks);
		}

		/**
		 * A release that knows the newest row has everything that was there before it,
		 * and may have pruned some files; contract migrations applied after it were made
		 * for a newer release.
		 */
		private void reportContracted(List<Progress> progress) {
			int newestKnown = -1;
			for (int i = 0; i < this.applied.size(); i++) {
				newestKnown = (this.applied.get(i).migration() != null) ? i : newestKnown;
			}
			if (newestKnown < 0) {
				return;
			}
			Set<String> names = new LinkedHashSet<>();
			for (AppliedState state : this.applied.subList(newestKnown + 1, this.applied.size())) {
				if (Phase.CONTRACT.label().equals(state.row().phase())) {
					names.add(state.row().name());
				}
			}
			for (Progress announced : progress) {
				if (announced.direction() == Progress.Direction.CONTRACT && !isKnown(announced.migration())) {
					names.add(announced.migration());
				}
			}
			if (!names.isEmpty()) {
				PlanProblems.contracted(this.policies, this.problems, names);
			}
		}

		private boolean isKnown(String name) {
			return this.pending.containsKey(name) || this.applied.stream()
				.anyMatch((state) -> state.migration() != null && state.row().name().equals(name));
		}

		private void refuse(Migration migration) {
			Problem refusal = migration.refusal();
			if (refusal != null) {
				this.problems.add(refusal);
				this.faulty.add(migration.name());
			}
		}

		private AppliedState compare(AppliedMigration row, Migration migration) {
			AppliedState state = this.comparison.compare(row, migration);
			if (state.state() == MigrationState.OUTDATED) {
				this.outdated.put(migration.name(), migration);
			}
			return state;
		}

		private void findRenamed() {
			Renames renames = Renames.find(this.applied, this.pending.values());
			this.problems.addAll(renames.problems());
			for (int i = 0; i < this.applied.size() && !renames.byRow().isEmpty(); i++) {
				Migration renamed = renames.byRow().get(i);
				if (renamed != null) {
					this.applied.set(i, rename(this.applied.get(i).row(), renamed));
				}
			}
			withdrawWithoutFile();
			Set<MigrationVersion> taken = pendingVersions();
			for (AppliedState state : this.applied) {
				if (state.migration() == null) {
					reportMissing(state, taken);
				}
			}
		}

		/** Rows of files that were renamed when they were filled. */
		private void withdrawWithoutFile() {
			for (Iterator<AppliedState> states = this.applied.iterator(); states.hasNext();) {
				AppliedState state = states.next();
				Migration file = (state.migration() == null && EmptyScripts.ranNothing(state.row()))
						? EmptyScripts.successor(state, this.pending.values()) : null;
				if (file != null) {
					this.corrections.add(new HistoryCorrection.Withdrawal(state.row(), file));
					states.remove();
				}
			}
		}

		private AppliedState rename(AppliedMigration row, Migration migration) {
			this.pending.remove(migration.name());
			this.corrections.add(new HistoryCorrection.Rename(row, migration));
			this.comparison.reportRenamed(row, migration);
			return new AppliedState(row, migration, MigrationState.APPLIED);
		}

		private Set<MigrationVersion> pendingVersions() {
			Set<MigrationVersion> versions = new HashSet<>();
			for (Migration migration : this.pending.values()) {
				if (migration.version() != null) {
					versions.add(migration.version());
				}
			}
			return versions;
		}

		private void reportMissing(AppliedState state, Set<MigrationVersion> taken) {
			AppliedMigration row = state.row();
			MigrationVersion version = state.version();
			// A file of that version is reported as a conflict.
			if ((version == null || !taken.contains(version)) && !this.faulty.contains(row.name())
					&& !EmptyScripts.ranNothing(row)) {
				PlanProblems.missing(this.policies, this.problems, row);
			}
		}

		private List<Migration> candidates() {
			List<Migration> candidates = new ArrayList<>(this.pending.values());
			candidates.addAll(this.outdated.values());
			return ordered(candidates);
		}

		private static List<Migration> ordered(Collection<Migration> migrations) {
			List<Migration> ordered = new ArrayList<>(migrations);
			if (ordered.size() > 1) {
				ordered.sort(MigrationPlanner::compare);
			}
			return ordered;
		}

		private List<MigrationStep> steps(List<Migration> ordered) {
			if (ordered.isEmpty()) {
				return List.of();
			}
			MigrationVersion latest = latestApplied();
			List<MigrationStep> steps = new ArrayList<>(ordered.size());
			for (Migration migration : ordered) {
				MigrationVersion version = migration.version();
				// A waiting contract may be overtaken by others: its phase says so.
				boolean late = version != null && latest != null && version.compareTo(latest) < 0
						&& migration.phase() == Phase.EXPAND && !Waits.mayBeOvertaken(migration, this.all);
				if (latest != null && late) {
					PlanProblems.outOfOrder(this.policies, this.problems, migration, latest,
							this.begun.contains(migration.name()));
				}
				steps.add(new MigrationStep(migration, (this.outdated.containsKey(migration.name()))
						? MigrationState.OUTDATED : MigrationState.PENDING, late));
			}
			return steps;
		}

		private @Nullable MigrationVersion latestApplied() {
			MigrationVersion latest = null;
			for (AppliedState state : this.applied) {
				MigrationVersion version = state.version();
				if (version != null && (latest == null || version.compareTo(latest) > 0)) {
					latest = version;
				}
			}
			return latest;
		}

	}

}
