package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The pending migrations that a request selects.
 *
 * @param steps what is to run
 * @param waiting what would run if it were not of the phase {@code contract}, or had what
 * it needs
 * @param marks what is to be marked as applied
 * @param leftOut what stays pending
 * @param problems a request that names what does not exist
 */
record Selection(List<Migration> steps, List<Migration> waiting, List<Migration> marks, List<Migration> leftOut,
		List<Problem> problems) {

	private static final Selection NOTHING = new Selection(List.of(), List.of(), List.of(), List.of(), List.of());

	/**
	 * Selects migrations.
	 * @param request what is wanted
	 * @param pending what is pending, in the order of versions
	 * @param empty pending files without statements, which never run
	 * @param applied the history
	 * @param faulty the names of files that are there, but cannot be used
	 * @return the selection
	 */
	static Selection of(PlanRequest request, List<Migration> pending, List<Migration> empty,
			Collection<AppliedState> applied, Set<String> faulty) {
		PlanRequest.Scope scope = request.scope();
		if (pending.isEmpty() && request.baseline() == null && scope instanceof PlanRequest.Scope.All) {
			return NOTHING;
		}
		KnownVersions known = new KnownVersions().add(pending).add(empty).addApplied(applied);
		Reference reference = null;
		MigrationVersion target = null;
		List<Problem> problems = new ArrayList<>();
		MigrationVersion baseline = (request.baseline() != null)
				? known.find(request.baseline(), "The baseline", problems) : null;
		if (scope instanceof PlanRequest.Scope.UpTo upTo) {
			target = known.find(upTo.version(), "The target", problems);
			if (problems.isEmpty() && unknown(Reference.of(target), pending, empty, applied)) {
				problems.add(unknown(target.toString(), "The target"));
			}
		}
		else if (scope instanceof PlanRequest.Scope.Only only) {
			reference = Reference.parse(only.migration(), known, "Version", problems);
			Migration skipped = reference.in(empty);
			if (skipped != null) {
				problems.add(EmptyScripts.requested(skipped));
			}
			else if (problems.isEmpty() && unknown(reference, pending, empty, applied) && !reference.isIn(faulty)) {
				problems.add(unknown(only.migration(), "Migration"));
			}
		}
		List<Migration> steps = new ArrayList<>();
		List<Migration> waiting = new ArrayList<>();
		List<Migration> marks = new ArrayList<>();
		List<Migration> leftOut = new ArrayList<>(empty);
		for (Migration migration : pending) {
			if (baseline != null && atOrBelow(migration, baseline)) {
				marks.add(migration);
			}
			else if (!isWanted(migration, scope, target, reference)) {
				leftOut.add(migration);
			}
			else if (!migration.isReady()) {
				waiting.add(migration);
			}
			else if (migration.phase() == Phase.EXPAND || request.contract()) {
				steps.add(migration);
			}
			else {
				waiting.add(migration);
				if (scope instanceof PlanRequest.Scope.Only) {
					problems.add(waits(migration));
				}
			}
		}
		return new Selection(steps, waiting, marks, leftOut, problems);
	}

	private static boolean isWanted(Migration migration, PlanRequest.Scope scope, @Nullable MigrationVersion target,
			@Nullable Reference only) {
		if (target != null) {
			return atOrBelow(migration, target);
		}
		if (scope instanceof PlanRequest.Scope.Among among) {
			return among.names().contains(migration.name());
		}
		return !(scope instanceof PlanRequest.Scope.None) && (only == null || only.matches(migration));
	}

	/** All that stays pending. */
	private static Problem waits(Migration migration) {
		return Problem.error(Problem.Code.CONTRACT_WAITS,
				Message.of(migration.location() + " is of the phase contract: it waits until the old release is gone."),
				Message.of("Apply it with ").and(Call.of(Operation.CONTRACT)).and(", which makes sure of that."),
				migration.name());
	}

	private static boolean atOrBelow(Migration migration, MigrationVersion limit) {
		return migration.version() != null && migration.version().compareTo(limit) <= 0;
	}

	private static boolean unknown(Reference reference, Collection<Migration> pending, Collection<Migration> empty,
			Collection<AppliedState> applied) {
		return reference.in(pending) == null && reference.in(empty) == null
				&& applied.stream().noneMatch(reference::matches);
	}

	private static Problem unknown(String name, String what) {
		return Problem.error(Problem.Code.UNKNOWN_MIGRATION,
				Message.of(what + " " + name + " is neither applied nor among the migrations."),
				Message.of("Correct the name; ").and(Call.of(Operation.STATUS)).and(" shows all of them."), name);
	}

}
