package dev.appmigrations.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.appmigrations.engine.execute.PlanTrial;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.TrialReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.Change;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.Rollouts;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Tries what would be applied, under the lock, in one transaction that is rolled back.
 * Stops at the first migration that a transaction cannot hold. Nothing is left in the
 * database, but sequences may have advanced, as they do not obey transactions.
 */
final class TrialOperation {

	private final RunContext context;

	private final MigrationRun run;

	private final boolean force;

	private @Nullable PlanTrial trial;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param request what would be applied
	 * @param force whether to try it while instances of the application are alive
	 */
	TrialOperation(RunContext context, PlanRequest request, boolean force) {
		this.context = context;
		this.force = force;
		this.run = new MigrationRun(context, request).forWriting();
	}

	/**
	 * Runs it.
	 * @return what was found, a failure included
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException if an instance is alive, or the database cannot be used
	 */
	TrialReport run() {
		Instant start = this.context.clock().instant();
		return this.run.inSession((session) -> {
			Assessment assessment = this.run.assess(session);
			if (!this.force && assessment.hasWork()) {
				requireIdle(session, assessment);
			}
			this.run.change(session, assessment, this::prepare);
			Duration duration = Duration.between(start, this.context.clock().instant());
			PlanTrial trial = this.trial;
			return (trial != null) ? trial.report(assessment.facts(), duration)
					: new TrialReport(assessment.facts(), List.of(), List.of(), null, duration);
		});
	}

	/** Locks are held until the roll-back, and keep the application waiting. */
	private static void requireIdle(Session session, Assessment assessment) {
		if (assessment.facts().schema() == null) {
			return;
		}
		List<String> alive = Rollouts.fleet(session, assessment.found()).living();
		if (!alive.isEmpty()) {
			throw new MigrationException(ErrorCode.DATABASE_IN_USE,
					"Nothing was tried: the application is running, and would wait for the locks of what is tried."
							+ "\n  " + String.join("\n  ", alive),
					Message.of("Try it on another database, or ask for the plan alone with ")
						.and(Call.of(Operation.DRY_RUN))
						.and(". To try it here nevertheless, use ")
						.and(Call.of(Operation.TRY_OUT_FORCE))
						.and("."),
					null);
		}
	}

	private Change.@Nullable Prepared prepare(Session session, Assessment assessment) {
		return Change.Prepared.ofPlan(assessment, "migrations are to be tried",
				(locked) -> this.trial = locked.tryOut(assessment));
	}

}
