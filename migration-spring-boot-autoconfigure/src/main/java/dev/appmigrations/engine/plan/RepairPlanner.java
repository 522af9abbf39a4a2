package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.history.HistoryRepair;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;

/**
 * Lists what a person may decide on where history and files do not fit together.
 */
public final class RepairPlanner {

	private RepairPlanner() {
	}

	/**
	 * Lists every possible repair. Of those that settle an interrupted migration a person
	 * chooses one at most.
	 * @param plan how scripts and history stand
	 * @param progress what has begun and is not finished
	 * @return the repairs, in the order of the history
	 */
	public static List<HistoryRepair> plan(MigrationPlan plan, List<Progress> progress) {
		List<HistoryRepair> repairs = new ArrayList<>();
		for (AppliedState state : plan.applied()) {
			if (state.migration() != null
					&& (state.state() == MigrationState.CHANGED || ranBoth(plan, state.migration()))) {
				repairs.add(new HistoryRepair.Realign(state.row(), state.migration()));
			}
			else if (state.state() == MigrationState.MISSING) {
				repairs.add(new HistoryRepair.Forget(state.row()));
			}
		}
		for (Progress begun : progress) {
			if (begun.state() == Progress.State.INTENT) {
				repairs.add(new HistoryRepair.Settle(begun, HistoryRepair.Decision.DONE));
				repairs.add(new HistoryRepair.Settle(begun, HistoryRepair.Decision.AGAIN));
			}
			repairs.add(new HistoryRepair.Settle(begun, HistoryRepair.Decision.START_OVER));
		}
		return repairs;
	}

	/** Release 0.1 ran more of it than what applies it. */
	private static boolean ranBoth(MigrationPlan plan, Migration migration) {
		return plan.problems()
			.stream()
			.anyMatch((problem) -> problem.code() == Problem.Code.DOWN_SECTION_RAN
					&& problem.migrations().contains(migration.name()));
	}

}
