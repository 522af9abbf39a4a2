package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.RunContext;

/**
 * The operations of a {@code Migrator} on backfills.
 */
public final class BackfillOperations {

	private final RunContext context;

	/**
	 * Creates the operations.
	 * @param context what all runs share
	 */
	public BackfillOperations(RunContext context) {
		this.context = context;
	}

	/**
	 * Does backfills, and waits for those that others do.
	 * @param request which, and how
	 * @return the report
	 * @throws MigrationException if one of them fails, or is not done in time
	 */
	public MigrationReport run(BackfillRequest request) {
		return new BackfillOperation(this.context, request).run();
	}

	/**
	 * Stops a backfill until it is resumed.
	 * @param name its name or its version
	 * @throws MigrationException if it is not there, or has not begun
	 */
	public void pause(String name) {
		decide(name, BackfillDecision.PAUSE);
	}

	/**
	 * Lets a backfill go on that was stopped.
	 * @param name its name or its version
	 * @throws MigrationException if it is not there, or was not stopped
	 */
	public void resume(String name) {
		decide(name, BackfillDecision.RESUME);
	}

	/**
	 * Gives a backfill up. What is done stays done.
	 * @param name its name or its version
	 * @throws MigrationException if it is not there, or has not begun
	 */
	public void cancel(String name) {
		decide(name, BackfillDecision.CANCEL);
	}

	/**
	 * Lets a backfill go on that has failed, from where it stands.
	 * @param name its name or its version
	 * @throws MigrationException if it is not there, or has not failed
	 */
	public void retry(String name) {
		decide(name, BackfillDecision.RETRY);
	}

	/**
	 * Lets a backfill begin anew, with the statements that its file has now.
	 * @param name its name or its version
	 * @throws MigrationException if it is not there, or has not begun
	 */
	public void startOver(String name) {
		decide(name, BackfillDecision.START_OVER);
	}

	private void decide(String name, BackfillDecision decision) {
		new BackfillDecisionOperation(this.context, name, decision).run();
	}

	/**
	 * Leaves out the row at which a backfill has failed, and lets it go on.
	 * @param name its name or its version
	 * @param key the key of the row, a text for each column
	 * @throws MigrationException if it is not there, has not failed, or failed at another
	 * row
	 */
	public void skip(String name, java.util.List<String> key) {
		new BackfillSkipOperation(this.context, name, key).run();
	}

}
