package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.history.BackfillProgress;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;

/**
 * Makes sure that backfills have left no row, once more and before what requires them is
 * applied: another writer may have broken since what they had made right.
 */
final class BackfillVerification {

	private final RunContext context;

	BackfillVerification(RunContext context) {
		this.context = context;
	}

	/**
	 * Verifies backfills that are applied.
	 * @param backfills the backfills
	 * @throws MigrationException if a row is left, or one was left out
	 */
	void run(List<BackfillMigration> backfills) {
		MigrationRun run = new MigrationRun(this.context, PlanRequest.ALL);
		List<String> left = run.inSession((session) -> left(session, run.assess(session), backfills));
		if (!left.isEmpty()) {
			throw new MigrationException(ErrorCode.CONTRACT_BLOCKED,
					"Contract migrations require backfills that are not complete:\n  " + String.join("\n  ", left)
							+ "\nNothing was applied.",
					Message
						.of("Mend these rows. To apply contract migrations nevertheless, and lose what was not"
								+ " migrated, use ")
						.and(Call.of(Operation.CONTRACT_FORCE))
						.and("."),
					null);
		}
	}

	private List<String> left(Session session, Assessment assessment, List<BackfillMigration> backfills)
			throws BatchFailedException {
		BackfillSession work = new BackfillSession(this.context, session, assessment);
		List<String> left = new ArrayList<>();
		for (BackfillMigration backfill : backfills) {
			BackfillProgress kept = BackfillProgress.find(assessment.found().progress(), backfill.name());
			if (kept != null && kept.skipped() > 0) {
				left.add(backfill.name() + " has left out " + kept.skipped()
						+ ((kept.skipped() == 1) ? " row" : " rows") + " whose data failed");
			}
			List<List<String>> keys = work.worker(backfill, BackfillSession.foreground(this.context, 0), () -> false)
				.rowsLeft();
			if (!keys.isEmpty()) {
				left.add(backfill.name() + " finds rows that are left, by the query of its directive 'verify': "
						+ String.join("; ", keys.stream().map((key) -> String.join(", ", key)).toList()));
			}
		}
		return left;
	}

}
