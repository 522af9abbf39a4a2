package dev.appmigrations.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.appmigrations.engine.execute.DryRun;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.DryRunReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.Change;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * Tries what would be applied, under the lock, in one transaction that is rolled back.
 * Stops at the first migration that a transaction cannot hold. Nothing is left in the
 * database, but sequences may have advanced, as they do not obey transactions.
 */
final class DryRunOperation {

	private final RunContext context;

	private final MigrationRun run;

	private @Nullable DryRun dryRun;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param request what would be applied
	 */
	DryRunOperation(RunContext context, PlanRequest request) {
		this.context = context;
		this.run = new MigrationRun(context, request).forWriting();
	}

	/**
	 * Runs it.
	 * @return what was found, a failure included
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws dev.appmigrations.engine.migration.MigrationException if the database
	 * cannot be used
	 */
	DryRunReport run() {
		Instant start = this.context.clock().instant();
		return this.run.inSession((session) -> {
			Assessment assessment = this.run.assess(session);
			this.run.change(session, assessment, this::prepare);
			Duration duration = Duration.between(start, this.context.clock().instant());
			DryRun dryRun = this.dryRun;
			return (dryRun != null) ? dryRun.report(assessment.facts(), duration)
					: new DryRunReport(assessment.facts(), List.of(), List.of(), null, duration);
		});
	}

	private Change.@Nullable Prepared prepare(Session session, Assessment assessment) {
		return Change.Prepared.ofPlan(assessment, "migrations are to be tried",
				(locked) -> this.dryRun = locked.dryRun(assessment));
	}

}
