package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.HistoryReading;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.Change;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * Applies what a request asks for. On a standby, what is pending is waited for, because
 * the primary may have applied it already.
 */
public final class MigrateOperation {

	private static final String PURPOSE = "migrations are pending";

	private final MigrationRun run;

	private MigrateOperation(MigrationRun run) {
		this.run = run;
	}

	/**
	 * Creates an operation that applies migrations.
	 * @param context what all runs share
	 * @param request which
	 * @param firstReading replaces the first reading of the history, {@code null} for
	 * none
	 * @return the operation
	 */
	public static MigrateOperation of(RunContext context, PlanRequest request, @Nullable HistoryReading firstReading) {
		return new MigrateOperation(new MigrationRun(context, request, firstReading).forWriting());
	}

	/**
	 * Creates an operation that marks migrations as applied, and runs nothing.
	 * @param context what all runs share
	 * @param request which
	 * @return the operation
	 */
	public static MigrateOperation baseline(RunContext context, PlanRequest request) {
		return new MigrateOperation(new MigrationRun(context, request, false).forWriting());
	}

	/**
	 * Runs it.
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws dev.appmigrations.engine.migration.MigrationException if a migration fails,
	 * or the database cannot be used; migrations before it stay applied
	 */
	public MigrationReport run() {
		return this.run.events().toTheEnd(this::apply);
	}

	private MigrationReport apply() {
		return this.run.inSession((session) -> {
			Assessment first = this.run.judged(session, this.run.assess(session));
			this.run.events().publish(new MigrationEvent.Planned(first.report()));
			InvalidMigrationsException.throwIfAny(first.plan().problems());
			this.run.requireSafety(first);
			Assessment assessment = this.run.awaitReplay(session, first, PURPOSE);
			return (this.run.change(session, assessment, this::prepare)) ? this.run.completed(session)
					: assessment.report();
		});
	}

	private Change.@Nullable Prepared prepare(Session session, Assessment assessment) {
		return Change.Prepared.ofPlan(assessment, PURPOSE, (locked) -> locked.apply(assessment));
	}

}
