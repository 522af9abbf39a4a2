package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackPlanner;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.Change;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * Undoes applied migrations, the one that was applied last first. Each undo and its
 * record commit together.
 */
final class RollbackOperation {

	private final RunContext context;

	private final RollbackRequest request;

	private final MigrationRun run;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param request what is to be undone
	 */
	RollbackOperation(RunContext context, RollbackRequest request) {
		this.context = context;
		this.request = request;
		this.run = new MigrationRun(context, PlanRequest.ALL);
	}

	/**
	 * Plans what would be undone, and writes nothing.
	 * @return the plan, with all problems
	 * @throws dev.appmigrations.engine.migration.MigrationException if scripts or
	 * database cannot be read
	 */
	RollbackPlan plan() {
		return this.run.inSessionNow((session) -> plan(this.run.assess(session)));
	}

	/**
	 * Runs it.
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if something stands in the way, for example a
	 * migration without a rollback; nothing was run
	 * @throws dev.appmigrations.engine.migration.MigrationException if a rollback fails,
	 * or the database cannot be used; migrations that were undone before stay undone
	 */
	MigrationReport run() {
		return this.run.forWriting().inSession((session) -> {
			Assessment assessment = this.run.assess(session);
			return (this.run.change(session, assessment, this::prepare)) ? this.run.completed(session)
					: assessment.report();
		});
	}

	private RollbackPlan plan(Assessment assessment) {
		return plan(this.context, assessment, this.request);
	}

	static RollbackPlan plan(RunContext context, Assessment assessment, RollbackRequest request) {
		return RollbackPlanner.plan(assessment.plan(), request,
				(row) -> context.catalogs().kept(row.name(), row.version(), row.downScript()));
	}

	private Change.@Nullable Prepared prepare(Session session, Assessment assessment) {
		RollbackPlan plan = plan(assessment);
		InvalidMigrationsException.throwIfAny(plan.problems());
		if (plan.steps().isEmpty()) {
			return null;
		}
		return new Change.Prepared(
				new Change.Purpose("migrations are to be undone",
						plan.steps().stream().map((step) -> step.row().name()).toList()),
				(locked) -> locked.rollBack(assessment, plan));
	}

}
