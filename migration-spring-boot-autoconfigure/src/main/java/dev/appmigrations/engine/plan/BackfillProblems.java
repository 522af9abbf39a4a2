package dev.appmigrations.engine.plan;

import java.util.Collection;
import java.util.List;

import dev.appmigrations.engine.history.BackfillProgress;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;

/**
 * What may be wrong with backfills that have begun.
 */
final class BackfillProblems {

	private BackfillProblems() {
	}

	static void find(Collection<Migration> pending, List<Progress> progress, List<Problem> problems) {
		for (Migration migration : pending) {
			if (migration instanceof BackfillMigration backfill) {
				Progress begun = Progress.find(progress, migration.name(), Direction.BACKFILL);
				BackfillProgress batches = (begun != null) ? begun.backfill() : null;
				if (begun != null && batches != null && batches.startedAt() != null) {
					compare(backfill, begun, batches, problems);
				}
			}
		}
	}

	private static void compare(BackfillMigration backfill, Progress begun, BackfillProgress batches,
			List<Problem> problems) {
		String changed = null;
		BackfillSpec spec = backfill.known();
		if (!new Checksum(begun.hash()).isOfSameTokens(backfill.checksum())) {
			changed = "its statements have changed";
		}
		else if (spec != null && !batches.definition().equals(spec.definition())) {
			changed = "its table, key, order, condition or verification has changed";
		}
		if (changed != null) {
			problems.add(Problem.error(Problem.Code.BACKFILL_CHANGED,
					Message.of(backfill.location() + " is being done in batches, and " + changed + " after "
							+ batches.rows() + " rows were done."),
					Message.of("Put it back as it was, or begin anew: ")
						.and(new Call(Operation.BACKFILL_START_OVER, backfill.name()))
						.and("."),
					backfill.name()));
		}
	}

	static Problem notAlone(Migration backfill) {
		return Problem.error(Problem.Code.BACKFILL_RUNNING,
				Message.of(backfill.location() + " is done in batches, which have begun or may not begin here."),
				Message.of("Finish it with ").and(new Call(Operation.BACKFILL, backfill.name())).and("."),
				backfill.name());
	}

}
