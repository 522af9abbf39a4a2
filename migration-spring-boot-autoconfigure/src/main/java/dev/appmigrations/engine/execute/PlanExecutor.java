package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.AppliedRecord;
import dev.appmigrations.engine.history.FailedRecord;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Origin;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackStep;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.sql.Utf8;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Applies the steps of a plan, one after the other, under the lock.
 */
public final class PlanExecutor {

	private static final VisibleLog logger = VisibleLog.of(PlanExecutor.class);

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
			this.run.events().askBefore(step.migration(), number, plan.steps().size());
			this.run.events().publish(new MigrationEvent.Started(step.migration(), number, plan.steps().size()));
			StepReport report = apply(step);
			done.add(report);
			this.run.events().publish(new MigrationEvent.Applied(step.migration(), report));
		}
	}

	/**
	 * Undoes all steps.
	 * @param plan a plan without problems, made under the lock
	 * @param done receives what was done, step by step, also when a later one fails
	 * @throws MigrationException if a rollback fails; its migration stays applied, and
	 * the failure is in the log
	 * @throws LockLostException if the lock is in other hands
	 */
	public void rollBack(RollbackPlan plan, List<StepReport> done) {
		int number = 0;
		for (RollbackStep step : plan.steps()) {
			number++;
			this.run.events().askBefore(step.migration(), number, plan.steps().size());
			this.run.events()
				.publish(new MigrationEvent.RollbackStarted(step.migration(), number, plan.steps().size()));
			StepReport report = run(step.migration(), Direction.DOWN, step.down(), false,
					this.run.history().guardApplied(this.run.tables(), step.row()), (earlierMs) -> {
						List<String> statements = new ArrayList<>(this.run.pinLog());
						statements.addAll(this.run.history()
							.recordRolledBack(this.run.tables(), step.row(), this.run.recorder(), earlierMs));
						return statements;
					});
			done.add(report);
			this.run.events().publish(new MigrationEvent.RolledBack(step.migration(), report));
		}
	}

	private StepReport apply(MigrationStep step) {
		SqlMigration migration = (SqlMigration) step.migration();
		String kept = (this.run.keepsRollbacks()) ? downScript(migration) : null;
		boolean announced = this.run.begun(migration, Direction.CONTRACT).isPresent();
		LongFunction<List<String>> records = (earlierMs) -> {
			List<String> statements = new ArrayList<>(this.run.pinLog());
			statements.addAll(this.run.history()
				.recordApplied(this.run.tables(), new AppliedRecord(migration, this.run.recorder(), Origin.APPLIED,
						step.outOfOrder(), earlierMs, kept)));
			if (announced) {
				statements.add(this.run.progress().clear(migration.name(), Direction.CONTRACT));
			}
			return statements;
		};
		return run(migration, Direction.UP, migration.up(), step.outOfOrder(),
				this.run.history().guard(this.run.tables(), migration), records);
	}

	public static @Nullable String downScript(SqlMigration migration) {
		ScriptPart down = migration.down();
		if (down == null) {
			return null;
		}
		StringWriter text = new StringWriter();
		try (Reader reader = Utf8.reader(down.script().open())) {
			reader.transferTo(text);
			return text.toString();
		}
		catch (IOException ex) {
			throw unreadable(down.script(), ex);
		}
	}

	private StepReport run(Migration migration, Direction direction, ScriptPart part, boolean outOfOrder, String guard,
			LongFunction<List<String>> records) {
		Instant start = this.run.clock().instant();
		ScriptRunner runner = new ScriptRunner(this.run, migration, direction, part, guard, records);
		try {
			runner.run(this.run.begun(migration, direction));
		}
		catch (UnitFailedException ex) {
			throw failed(migration, direction, start,
					FailureText.of(migration.name(), direction, part, ex, runner.committed()));
		}
		catch (ResumeException ex) {
			throw failed(migration, direction, start, ex);
		}
		catch (LockLostException ex) {
			this.run.session().rollback();
			throw ex;
		}
		catch (IOException ex) {
			throw failed(migration, direction, start, unreadable(part.script(), ex));
		}
		return new StepReport(migration.name(), direction, part.statements(), since(start), runner.attempts(),
				outOfOrder, runner.transactionReason());
	}

	private MigrationException failed(Migration migration, Direction direction, Instant start,
			MigrationException failure) {
		if (this.run.session().rollback()) {
			String sqlState = (failure instanceof StatementFailedException statement) ? statement.sqlState() : null;
			try {
				this.run.history()
					.recordFailure(this.run.session(), this.run.tables(), this.run.pinLog(), new FailedRecord(migration,
							direction, this.run.recorder(), since(start).toMillis(), sqlState, failure.description()));
			}
			catch (BatchFailedException ex) {
				logger.warn("The failure could not be written into {}: {}", this.run.tables().logTable(),
						ex.getMessage());
				this.run.session().rollback();
				failure.addSuppressed(ex);
			}
		}
		this.run.events().publish(new MigrationEvent.Failed(migration, failure));
		return failure;
	}

	static MigrationException unreadable(Script script, IOException cause) {
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
