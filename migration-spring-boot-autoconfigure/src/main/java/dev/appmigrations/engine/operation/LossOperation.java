package dev.appmigrations.engine.operation;

import java.util.List;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.Change;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which rows a rollback would lose, by trying it in a transaction that is
 * rolled back, on a database for development.
 */
final class LossOperation {

	private final RunContext context;

	private final RollbackRequest request;

	private final DevelopmentGuard guard;

	private final MigrationRun run;

	private List<String> lost = List.of();

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param request what would be undone
	 * @param proof evidence beside what the database says
	 */
	LossOperation(RunContext context, RollbackRequest request, DevelopmentProof proof) {
		this.context = context;
		this.request = request;
		this.guard = new DevelopmentGuard(context, proof);
		this.run = new MigrationRun(context, PlanRequest.ALL).forWriting();
	}

	/**
	 * Runs it.
	 * @return what would be lost, a sentence each
	 * @throws dev.appmigrations.engine.migration.MigrationException if the database may
	 * be more than one for development, or cannot be used
	 */
	List<String> run() {
		return this.run.inSession((session) -> {
			this.run.change(session, this.run.assess(session), this::prepare);
			return this.lost;
		});
	}

	private Change.@Nullable Prepared prepare(Session session, Assessment assessment) {
		this.guard.require(session, assessment);
		RollbackPlan plan = RollbackOperation.plan(this.context, assessment, this.request);
		return (plan.steps().isEmpty()) ? null
				: new Change.Prepared(
						new Change.Purpose("rollbacks are to be tried",
								plan.steps().stream().map((step) -> step.row().name()).toList()),
						(locked) -> this.lost = locked.losses(assessment, plan));
	}

}
