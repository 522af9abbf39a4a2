package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

import dev.appmigrations.engine.history.AppliedRecord;
import dev.appmigrations.engine.history.FailedRecord;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Origin;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.report.StepReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the steps of a plan, one after the other, under the lock.
 */
public final class PlanExecutor {

	private static final Logger logger = LoggerFactory.getLogger(PlanExecutor.class);

	private final ExecutionContext run;

	/**
	 * Creates an executor.
	 * @param run what all migrations of the run share
	 */
	public PlanExecutor(ExecutionContext run) {
		this.run = run;
	}

	/**
	 * Applies all steps.
	 * @param plan a plan without errors, made under the lock
	 * @param done receives what was done, step by step, also when a later one fails
	 * @throws MigrationException if a migration fails; it is rolled back and in the log
	 * @throws LockLostException if the lock is in other hands
	 */
	public void execute(MigrationPlan plan, List<StepReport> done) {
		int number = 0;
		for (MigrationStep step : plan.steps()) {
			number++;
			this.run.listener().migrationStarted(step.migration(), number, plan.steps().size());
			StepReport report = apply(step);
			done.add(report);
			this.run.listener().migrationApplied(step.migration(), report);
		}
	}

	private StepReport apply(MigrationStep step) {
		SqlMigration migration = (SqlMigration) step.migration();
		ScriptPart part = migration.up();
		Instant start = this.run.clock().instant();
		LongFunction<List<String>> records = (earlierMs) -> this.run.history()
			.recordApplied(this.run.tables(),
					new AppliedRecord(migration, this.run.recorder(), Origin.APPLIED, step.outOfOrder(), earlierMs));
		ScriptRunner runner = new ScriptRunner(this.run, migration, Direction.UP, part, records);
		try {
			runner.run((this.run.progressExists())
					? this.run.progress().read(this.run.session(), migration.name(), Direction.UP) : Optional.empty());
		}
		catch (UnitFailedException ex) {
			throw failed(migration, start, FailureText.of(migration.name(), part, ex, runner.committed()));
		}
		catch (ResumeException ex) {
			throw failed(migration, start, ex);
		}
		catch (LockLostException ex) {
			this.run.session().rollback();
			throw ex;
		}
		catch (IOException ex) {
			throw failed(migration, start, unreadable(part.script(), ex));
		}
		return new StepReport(migration.name(), part.statements(), since(start), step.outOfOrder(),
				part.transactionReason());
	}

	private MigrationException failed(Migration migration, Instant start, MigrationException failure) {
		if (this.run.session().rollback()) {
			String sqlState = (failure instanceof StatementFailedException statement) ? statement.sqlState() : null;
			try {
				this.run.history()
					.recordFailure(this.run.session(), this.run.tables(), new FailedRecord(migration,
							this.run.recorder(), since(start).toMillis(), sqlState, failure.description()));
			}
			catch (BatchFailedException ex) {
				logger.warn("The failure could not be written into {}: {}", this.run.tables().logTable(),
						ex.getMessage());
				failure.addSuppressed(ex);
			}
		}
		this.run.listener().migrationFailed(migration, failure);
		return failure;
	}

	private static MigrationException unreadable(Script script, IOException cause) {
		return new MigrationException(ErrorCode.SCRIPT_UNREADABLE,
				script.path() + " could not be read: " + cause.getMessage(),
				"Nothing of it was applied. Make it readable, leave it as it is while the application starts, and"
						+ " start again.",
				cause);
	}

	private Duration since(Instant start) {
		return Duration.between(start, this.run.clock().instant());
	}

}
