package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.history.HistoryCorrection;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.script.MigrationCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Compares the scripts with the history. What is applied is a set of names, never a
 * highest version:
 * <ol>
 * <li>Each row is matched with the file of its name; a checksum that differs is a change.
 * <li>A row without a file whose version a new file has is a rename where the checksums
 * are equal, and a conflict where they are not.
 * <li>What is left of the files is pending, in the order of versions, the repeatable ones
 * after all versioned ones, and each after what it requires.
 * </ol>
 */
public final class MigrationPlanner {

	private static final Comparator<Migration> ORDER = Comparator
		.comparing(Migration::version, Comparator.nullsLast(Comparator.<MigrationVersion>naturalOrder()))
		.thenComparing(Migration::name);

	private MigrationPlanner() {
	}

	/**
	 * Makes a plan.
	 * @param catalog what the application ships
	 * @param rows the history, in the order in which it was written
	 * @return the plan with every problem that was found
	 */
	public static MigrationPlan plan(MigrationCatalog catalog, List<AppliedMigration> rows) {
		return new Run(catalog, rows).plan();
	}

	/**
	 * The state of one comparison.
	 */
	private static final class Run {

		/** Those without a row, in their order. */
		private final Map<String, Migration> pending = new LinkedHashMap<>();

		private final Map<String, Migration> byName = new HashMap<>();

		private final List<AppliedMigration> rows;

		private final List<AppliedState> applied = new ArrayList<>();

		private final List<HistoryCorrection> corrections = new ArrayList<>();

		private final List<Problem> problems = new ArrayList<>();

		private final Map<String, Migration> outdated = new HashMap<>();

		/** Files that are there, but cannot be used. */
		private final Set<String> faulty = new HashSet<>();

		Run(MigrationCatalog catalog, List<AppliedMigration> rows) {
			this.problems.addAll(catalog.problems());
			catalog.problems().forEach((problem) -> this.faulty.addAll(problem.migrations()));
			catalog.migrations().forEach((migration) -> this.byName.put(migration.name(), migration));
			this.rows = rows;
		}

		MigrationPlan plan() {
			Map<MigrationVersion, Migration> byVersion = new HashMap<>();
			for (AppliedMigration row : this.rows) {
				Migration migration = this.byName.remove(row.name());
				this.applied.add((migration != null) ? compare(row, migration)
						: new AppliedState(row, null, MigrationState.MISSING));
			}
			// Mostly none is left: to sort them all first would take longer than the
			// rest.
			this.byName.values().stream().sorted(ORDER).forEach((migration) -> {
				this.pending.put(migration.name(), migration);
				addVersion(byVersion, migration);
			});
			this.applied.replaceAll((state) -> (state.migration() == null) ? findRenamed(state, byVersion) : state);
			this.problems.addAll(VersionConflicts.find(this.pending.values(), this.applied));
			Requirements requirements = Requirements.resolve(candidates(), this.applied);
			this.problems.addAll(requirements.problems());
			return new MigrationPlan(steps(requirements.order()), this.corrections, this.applied, this.problems);
		}

		private static void addVersion(Map<MigrationVersion, Migration> byVersion, Migration migration) {
			if (migration.version() != null) {
				byVersion.putIfAbsent(migration.version(), migration);
			}
		}

		private AppliedState compare(AppliedMigration row, Migration migration) {
			Checksum recorded = row.checksum();
			if (recorded == null) {
				this.corrections.add(new HistoryCorrection.Completion(row, migration));
				return new AppliedState(row, migration, MigrationState.APPLIED);
			}
			if (recorded.equals(migration.checksum()) || !recorded.comparableWith(migration.checksum())) {
				return new AppliedState(row, migration, MigrationState.APPLIED);
			}
			if (migration.version() == null) {
				this.outdated.put(migration.name(), migration);
				return new AppliedState(row, migration, MigrationState.OUTDATED);
			}
			this.problems.add(Problem.error(Problem.Code.CHECKSUM_CHANGED,
					migration.location() + " has changed since it was applied"
							+ ((row.appliedAt() != null) ? " at " + row.appliedAt() : "")
							+ ": the history has checksum " + recorded + ", the file has " + migration.checksum() + ".",
					"Restore the file as it was (comments and white space do not count), and put the change into a new"
							+ " migration.",
					migration.name()));
			return new AppliedState(row, migration, MigrationState.CHANGED);
		}

		private AppliedState findRenamed(AppliedState state, Map<MigrationVersion, Migration> byVersion) {
			AppliedMigration row = state.row();
			MigrationVersion version = state.version();
			Migration candidate = (version != null) ? byVersion.get(version) : null;
			if (candidate != null && candidate.checksum().equals(row.checksum())) {
				this.pending.remove(candidate.name());
				byVersion.remove(version);
				this.corrections.add(new HistoryCorrection.Rename(row, candidate));
				return new AppliedState(row, candidate, MigrationState.APPLIED);
			}
			if (candidate == null && !this.faulty.contains(row.name())) {
				this.problems.add(Problem.warning(Problem.Code.MISSING_SCRIPT,
						row.name() + " is applied, but no location has its file.",
						"If it was removed by mistake, restore it. An older release, or a folder that was pruned, is"
								+ " no reason to worry.",
						row.name()));
			}
			return state;
		}

		private List<Migration> candidates() {
			List<Migration> candidates = new ArrayList<>(this.pending.values());
			candidates.addAll(this.outdated.values());
			candidates.sort(ORDER);
			return candidates;
		}

		private List<MigrationStep> steps(List<Migration> ordered) {
			MigrationVersion latest = latestApplied();
			List<MigrationStep> steps = new ArrayList<>(ordered.size());
			for (Migration migration : ordered) {
				MigrationVersion version = migration.version();
				boolean late = version != null && latest != null && version.compareTo(latest) < 0;
				if (late) {
					this.problems.add(Problem.warning(Problem.Code.OUT_OF_ORDER,
							migration.name() + " is pending, but the later version " + latest + " is applied already.",
							"It is applied nevertheless. To have the versions in order, rename it to a version after "
									+ latest + ".",
							migration.name()));
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
