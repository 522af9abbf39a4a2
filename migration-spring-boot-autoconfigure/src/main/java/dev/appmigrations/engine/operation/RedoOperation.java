package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.plan.AppliedState;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.Change;
import dev.appmigrations.engine.run.LockedRun;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Undoes migrations and applies them again from their files as they are now, under one
 * lock, on a database for development. That a file has changed is what this is for; every
 * other problem stops it before anything is undone.
 */
final class RedoOperation {

	private final RunContext context;

	private final RollbackRequest request;

	private final DevelopmentGuard guard;

	private final MigrationRun run;

	/**
	 * The names of those to redo, in the order in which they are undone; empty until they
	 * are known. The lock may be lost after they were undone: it is the same ones then.
	 */
	private List<String> wanted = List.of();

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param request what is to be redone
	 * @param proof evidence that nobody needs the data
	 */
	RedoOperation(RunContext context, RollbackRequest request, DevelopmentProof proof) {
		this.context = context;
		this.request = request;
		this.guard = new DevelopmentGuard(context, proof);
		this.run = new MigrationRun(context, PlanRequest.ALL);
	}

	/**
	 * Runs it.
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if something stands in the way; nothing was run
	 * @throws dev.appmigrations.engine.migration.MigrationException if a script fails:
	 * what was undone before is pending then; or if the database may be more than one for
	 * development
	 */
	MigrationReport run() {
		return this.run.forWriting().inSession((session) -> {
			Assessment assessment = this.run.assess(session);
			return (this.run.change(session, assessment, this::prepare)) ? this.run.completed(session)
					: assessment.report();
		});
	}

	private Change.@Nullable Prepared prepare(Session session, Assessment assessment) {
		this.guard.require(session, assessment);
		RollbackPlan plan = plan(assessment);
		InvalidMigrationsException.throwIfAny(plan.problems());
		if (this.wanted.isEmpty()) {
			this.wanted = plan.steps().stream().map((step) -> step.migration().name()).toList();
		}
		if (this.wanted.isEmpty()) {
			return null;
		}
		return new Change.Prepared(new Change.Purpose("migrations are to be redone", this.wanted),
				(locked) -> redo(session, locked, assessment, plan));
	}

	private RollbackPlan plan(Assessment assessment) {
		RollbackPlan plan = rollback(assessment);
		List<String> names = plan.steps().stream().map((step) -> step.row().name()).toList();
		List<Problem> problems = new ArrayList<>(plan.problems());
		assessment.plan().errors().stream().filter((problem) -> !problems.contains(problem)).forEach(problems::add);
		problems.removeIf((problem) -> problem.code() == Problem.Code.CHECKSUM_CHANGED
				&& names.containsAll(problem.migrations()));
		for (AppliedState state : assessment.plan().applied()) {
			String name = state.row().name();
			if (state.migration() == null && names.contains(name)) {
				problems.add(Problem.error(Problem.Code.MISSING_SCRIPT,
						Message.of(name + " could be undone, but not applied again: its file is gone."),
						Message.of("Restore the file, or undo it alone: ")
							.and(new Call(Operation.ROLLBACK, name))
							.and("."),
						name));
			}
		}
		return new RollbackPlan(plan.steps(), problems);
	}

	private RollbackPlan rollback(Assessment assessment) {
		if (this.wanted.isEmpty()) {
			return RollbackOperation.plan(this.context, assessment, this.request);
		}
		String first = this.wanted.get(this.wanted.size() - 1);
		boolean applied = assessment.plan()
			.applied()
			.stream()
			.anyMatch((state) -> state.migration() != null && state.migration().name().equals(first));
		return (applied) ? RollbackOperation.plan(this.context, assessment, new RollbackRequest.Single(first, true))
				: new RollbackPlan(List.of(), List.of());
	}

	private void redo(Session session, LockedRun locked, Assessment assessment, RollbackPlan plan)
			throws BatchFailedException {
		if (!plan.steps().isEmpty()) {
			locked.rollBack(assessment, plan);
		}
		List<String> again = new ArrayList<>(this.wanted);
		Collections.reverse(again);
		for (String name : again) {
			Assessment undone = this.run.assessFor(PlanRequest.only(name).withContract(), session);
			InvalidMigrationsException.throwIfAny(undone.plan().problems());
			if (undone.hasWork()) {
				locked.apply(undone);
			}
		}
	}

}
