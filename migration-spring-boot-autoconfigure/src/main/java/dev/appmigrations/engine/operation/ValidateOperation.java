package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.HistoryReading;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Choice;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that nothing is pending, up to the target if the options name one, and
 * nothing is wrong. Writes nothing.
 */
public final class ValidateOperation {

	private final RunContext context;

	private final @Nullable HistoryReading firstReading;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param firstReading replaces the first reading of the history, {@code null} for
	 * none
	 */
	public ValidateOperation(RunContext context, @Nullable HistoryReading firstReading) {
		this.context = context;
		this.firstReading = firstReading;
	}

	/**
	 * Runs it.
	 * @return the report
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws MigrationException with {@link ErrorCode#PENDING_MIGRATIONS} if something
	 * is pending; or if scripts or database cannot be read
	 */
	public MigrationReport run() {
		MigrationRun run = new MigrationRun(this.context, this.context.pending(), this.firstReading);
		return run.events().toTheEnd(() -> validate(run));
	}

	private static MigrationReport validate(MigrationRun run) {
		MigrationReport report = run.inSession((session) -> run.assess(session).report());
		run.events().publish(new MigrationEvent.Planned(report));
		InvalidMigrationsException.throwIfAny(report.problems());
		if (report.state() == MigrationReport.State.PENDING) {
			throw new MigrationException(ErrorCode.PENDING_MIGRATIONS, Message.of("Pending migrations, and ")
				.and(Choice.VALIDATE)
				.and(" applies none:\n  "
						+ String.join("\n  ", report.pending().stream().map((pending) -> pending.name()).toList())),
					Message.of("Apply them first: run ").and(Call.of(Operation.UP)).and(", then start again."), null);
		}
		return report;
	}

}
