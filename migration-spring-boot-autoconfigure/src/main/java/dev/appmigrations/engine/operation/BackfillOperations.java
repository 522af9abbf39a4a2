package dev.appmigrations.engine.operation;

import java.util.List;

import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.report.BackfillPlan;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.RunContext;
import org.jspecify.annotations.Nullable;

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
	 * Tells who runs backfills.
	 * @return the mode of the options
	 */
	public BackfillOptions.Mode mode() {
		return this.context.options().rules().backfills().mode();
	}

	/**
	 * Finds the backfills that have to be done before an application with these scripts
	 * may serve: a contract migration among them says that the application no longer
	 * reads the old shape. Asks no database where there can be none.
	 * @return how they stand, each once
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public List<BackfillReport> required() {
		boolean batches = false;
		boolean contract = false;
		for (Migration migration : this.context.catalogs().read().migrations()) {
			batches |= migration instanceof BackfillMigration;
			contract |= migration.phase() == Phase.CONTRACT;
		}
		return (batches && contract) ? required(new StatusOperation(this.context).run()) : List.of();
	}

	/**
	 * Finds the backfills that have to be done before an application with these scripts
	 * may serve.
	 * @param report how the database stands
	 * @return how they stand, each once
	 */
	public static List<BackfillReport> required(MigrationReport report) {
		return report.backfills()
			.stream()
			.filter((backfill) -> report.waiting()
				.stream()
				.anyMatch((waiting) -> waiting.hasContractPhase() && waiting.awaits().contains(backfill.name())))
			.toList();
	}

	/**
	 * Looks at what backfills that are not done would do, and executes nothing: the keys
	 * of the first batch, and plans by EXPLAIN.
	 * @param name the name or the version of one, {@code null} for all
	 * @return what each would do
	 * @throws MigrationException if it is not there, or its table cannot be walked
	 */
	public List<BackfillPlan> dryRun(@Nullable String name) {
		return new BackfillPreviewOperation(this.context, name).run();
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
	public void skip(String name, List<String> key) {
		new BackfillSkipOperation(this.context, name, key).run();
	}

}
