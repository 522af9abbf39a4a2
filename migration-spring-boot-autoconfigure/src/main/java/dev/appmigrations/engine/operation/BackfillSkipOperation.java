package dev.appmigrations.engine.operation;

import java.util.List;

import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.ReadOnlyDatabase;
import dev.appmigrations.engine.run.RunContext;

/**
 * Leaves out the row at which a backfill has failed.
 */
final class BackfillSkipOperation {

	private final RunContext context;

	private final BackfillFinder finder;

	private final List<String> key;

	BackfillSkipOperation(RunContext context, String name, List<String> key) {
		this.context = context;
		this.finder = new BackfillFinder(name);
		this.key = key;
	}

	void run() {
		MigrationRun run = new MigrationRun(this.context, PlanRequest.ALL).forWriting();
		run.inSession((session) -> {
			Assessment assessment = run.assess(session);
			BackfillMigration backfill = this.finder.in(assessment);
			BackfillState state = BackfillDecisionOperation.progress(assessment, backfill).state();
			if (state != BackfillState.FAILED) {
				throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
						"Backfill " + backfill.name() + " is " + state.label() + ": no row has made it fail.",
						"Let it run: it stops at a row that fails.", null);
			}
			ReadOnlyDatabase.refuseDecision(assessment.facts(), backfill.name());
			BackfillSession work = new BackfillSession(this.context, session, assessment);
			work.worker(backfill, BackfillSession.foreground(this.context, 0), () -> false).skip(this.key);
			return backfill;
		});
	}

}
