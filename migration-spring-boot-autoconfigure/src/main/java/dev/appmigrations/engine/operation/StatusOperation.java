package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.Rollouts;
import dev.appmigrations.engine.run.RunContext;

/**
 * Reports how scripts and database stand, and whether somebody is migrating it now. Takes
 * no lock, writes nothing, needs no more than the right to read the history, and does not
 * wait for a database that is not up.
 */
public final class StatusOperation {

	private final RunContext context;

	private final boolean judging;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 */
	public StatusOperation(RunContext context) {
		this(context, false);
	}

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param judging whether what is pending is judged
	 */
	StatusOperation(RunContext context, boolean judging) {
		this.context = context;
		this.judging = judging;
	}

	/**
	 * Runs it.
	 * @return the report, with all problems
	 * @throws dev.appmigrations.engine.migration.MigrationException if scripts or
	 * database cannot be read
	 */
	public MigrationReport run() {
		MigrationRun run = new MigrationRun(this.context, PlanRequest.ALL);
		StatusQuery query = new StatusQuery();
		return run.inSessionNow((session) -> {
			Assessment assessment = run.assess(session, query);
			return Rollouts.explain(session, (this.judging) ? run.judged(session, assessment) : assessment);
		}).withFailures(query.failures()).with(query.running().found());
	}

}
