package dev.appmigrations.engine.operation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.proof.ProofListener;
import dev.appmigrations.engine.proof.ProofReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;

/**
 * The operations of a {@code Migrator} that undo migrations, and prove that they can be
 * undone.
 */
public final class Rollbacks {

	private final RunContext context;

	/**
	 * Creates the operations.
	 * @param context what all runs share
	 */
	public Rollbacks(RunContext context) {
		this.context = context;
	}

	/**
	 * Plans what a rollback would undo, and what stands in its way. Writes nothing.
	 * @param request what is to be undone
	 * @return the plan, with all problems
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public RollbackPlan plan(RollbackRequest request) {
		return new RollbackOperation(this.context, request).plan();
	}

	/**
	 * Undoes applied migrations, the one that was applied last first. Each undo and its
	 * record commit together.
	 * @param request what is to be undone
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if something stands in the way, for example a
	 * migration without a rollback; nothing was run
	 * @throws MigrationException if a rollback fails, or the database cannot be used;
	 * migrations that were undone before stay undone
	 */
	public MigrationReport run(RollbackRequest request) {
		return new RollbackOperation(this.context, request).run();
	}

	/**
	 * Undoes applied migrations and applies them again from their files as they are now,
	 * on a database for development.
	 * @param request what is to be redone
	 * @param proof evidence that nobody needs what the database holds
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if something stands in the way; nothing was run
	 * @throws MigrationException with {@link ErrorCode#NOT_FOR_DEVELOPMENT} if the
	 * database may be more than that; or if a script fails: what was undone before is
	 * pending then
	 */
	public MigrationReport redo(RollbackRequest request, DevelopmentProof proof) {
		return new RedoOperation(this.context, request, proof).run();
	}

	/**
	 * Finds out what a rollback would lose, by trying it in a transaction that is rolled
	 * back, on a database for development.
	 * @param request what would be undone
	 * @param proof evidence beside what the database says
	 * @return a sentence for each table or column with rows, and for what is not known
	 * beforehand; empty if nothing is lost
	 * @throws MigrationException with {@link ErrorCode#NOT_FOR_DEVELOPMENT} if the
	 * database may be more than that; or if it cannot be used
	 */
	public List<String> losses(RollbackRequest request, DevelopmentProof proof) {
		return new LossOperation(this.context, request, proof).run();
	}

	/**
	 * Finds applied migrations whose files have changed. Writes nothing.
	 * @return their names, in the order of application
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public List<String> changed() {
		MigrationRun run = new MigrationRun(this.context, PlanRequest.ALL);
		return run.inSessionNow((session) -> {
			MigrationPlan plan = run.assess(session).plan();
			Set<String> changed = new HashSet<>();
			plan.problems()
				.stream()
				.filter((problem) -> problem.code() == Problem.Code.CHECKSUM_CHANGED)
				.forEach((problem) -> changed.addAll(problem.migrations()));
			return plan.applied().stream().map((state) -> state.row().name()).filter(changed::contains).toList();
		});
	}

	/**
	 * Proves on a scratch database that rollbacks undo what their migrations did. In a
	 * test: {@code migrator.rollbacks().prove().assertProven()}.
	 * @return the report, also of what failed
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException with {@link ErrorCode#DATABASE_NOT_EMPTY} if the
	 * database has tables or a history; or if it cannot be used
	 */
	public ProofReport prove() {
		return prove(new ProofListener() {
		});
	}

	/**
	 * Does the same as {@link #prove()}, with a listener.
	 * @param listener receives each migration's proof
	 * @return the report, also of what failed
	 */
	public ProofReport prove(ProofListener listener) {
		return new ProofOperation(this.context, listener).run();
	}

}
