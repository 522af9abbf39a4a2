package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.jdbc.Session;
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
	public StatusOperation(RunContext context, boolean judging) {
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
		return run.inSessionNow((session) -> read(run, session));
	}

	/**
	 * Runs it on a connection that is open.
	 * @param session the connection
	 * @return the report, with all problems
	 * @throws dev.appmigrations.engine.migration.MigrationException if scripts or
	 * database cannot be read
	 * @throws dev.appmigrations.engine.jdbc.DatabaseErrorException if the database
	 * refuses a statement
	 */
	public MigrationReport run(Session session) {
		return read(new MigrationRun(this.context, PlanRequest.ALL), session);
	}

	private MigrationReport read(MigrationRun run, Session session) {
		StatusQuery query = new StatusQuery();
		Assessment assessment = run.assess(session, query);
		return Rollouts.explain(session, (this.judging) ? run.judged(session, assessment) : assessment)
			.withFailures(query.failures())
			.with(query.running().found());
	}

}
