package dev.appmigrations.engine.execute;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.AppliedRecord;
import dev.appmigrations.engine.history.BackfillTable;
import dev.appmigrations.engine.history.FailedRecord;
import dev.appmigrations.engine.history.MigrationLog;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.history.RunHistory;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.SessionWork;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.migration.Callbacks;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Origin;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackStep;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Applies the steps of a plan, one after the other, under the lock.
 */
public final class PlanExecutor {

	private static final VisibleLog logger = VisibleLog.of(PlanExecutor.class);

	private final ExecutionContext run;

	private final SessionWork work;

	private final RunHistory history;

	/**
	 * Creates an executor.
	 * @param run what the steps need
	 */
	public PlanExecutor(ExecutionContext run) {
		this.run = run;
		this.work = run.session().work();
		this.history = run.history();
	}

	/**
	 * Applies all steps.
	 * @param plan a plan without errors, made under the lock
	 * @param done receives what was done, step by step, also when a later one fails
	 * @throws MigrationException if a migration fails; it is rolled back and in the log
	 * @throws LockLostException if the lock is in other hands
	 */
	public void execute(MigrationPlan plan, List<StepReport> done) {
		if (plan.callbacks().isEmpty() || plan.steps().isEmpty()) {
			applyAll(plan, done);
			return;
		}
		CallbackRunner callbacks = new CallbackRunner(this.run);
		try {
			callbacks.run(Callbacks.Moment.BEFORE_MIGRATE);
			applyAll(plan, done);
			callbacks.run(Callbacks.Moment.AFTER_MIGRATE);
		}
		catch (MigrationException ex) {
			callbacks.runAfter(ex, Callbacks.Moment.AFTER_MIGRATE_ERROR);
			throw ex;
		}
	}

	private void applyAll(MigrationPlan plan, List<StepReport> done) {
		int number = 0;
		Set<String> later = Set.of();
		Set<String> waiting = Set.of();
		for (MigrationStep step : plan.steps()) {
			number++;
			if (waiting.contains(step.migration().name())) {
				continue;
			}
			this.run.events().askBefore(step.migration(), number, plan.steps().size());
			this.run.events().publish(new MigrationEvent.Started(step.migration(), number, plan.steps().size()));
			StepReport report = apply(step);
			if (report == null) {
				later = new LinkedHashSet<>(later);
				later.add(step.migration().name());
				waiting = plan.stepsThatRequire(later);
				continue;
			}
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
			StepReport report = Objects.requireNonNull(undo(step), "A rollback is done at once");
			done.add(report);
			this.run.events().publish(new MigrationEvent.RolledBack(step.migration(), report));
		}
	}

	/** Applies a migration; {@code null} if it is done later, in batches. */
	private @Nullable StepReport apply(MigrationStep step) {
		Migration migration = step.migration();
		String kept = this.history.keptRollback(migration);
		boolean announced = this.history.begun(migration, Direction.CONTRACT).isPresent();
		LongFunction<List<String>> records = (earlierMs) -> {
			List<String> statements = new ArrayList<>(this.history.pinLog());
			statements.addAll(this.history.records()
				.applied(new AppliedRecord(migration, Origin.APPLIED, step.outOfOrder(), earlierMs, kept)));
			if (announced) {
				statements.add(this.history.progress().clear(migration.name(), Direction.CONTRACT));
			}
			return statements;
		};
		return run(migration, Direction.UP, step.outOfOrder(),
				new StepRecords(this.history.records().guard(migration), records));
	}

	private @Nullable StepReport undo(RollbackStep step) {
		LongFunction<List<String>> records = (earlierMs) -> {
			List<String> statements = new ArrayList<>(this.history.pinLog());
			statements.addAll(this.history.records().rolledBack(step.row(), earlierMs));
			if (this.history.begun(step.migration(), Direction.BACKFILL).isPresent()) {
				// Which rows it has left out matters no more.
				statements.add(new BackfillTable(this.history.tables(), this.history.trust(), step.migration().name(),
						Direction.BACKFILL)
					.clear());
			}
			return statements;
		};
		return run(step.migration(), Direction.DOWN, false,
				new StepRecords(this.history.records().guardApplied(step.row()), records));
	}

	private @Nullable StepReport run(Migration migration, Direction direction, boolean outOfOrder,
			StepRecords records) {
		Instant start = this.run.clock().instant();
		StepRunner runner = migration.accept(new StepRunners(this.run, direction, records));
		try {
			StepOutcome outcome = runner.run();
			return (outcome != null) ? new StepReport(migration.name(), direction, outcome.statements(), since(start),
					outcome.attempts(), outOfOrder, outcome.transaction()) : null;
		}
		catch (StepFailedException ex) {
			throw failed(migration, direction, start, ex);
		}
		catch (LockLostException ex) {
			this.work.rollback();
			throw ex;
		}
	}

	private MigrationException failed(Migration migration, Direction direction, Instant start,
			StepFailedException failed) {
		MigrationException failure = failed.failure();
		if (this.work.rollback()) {
			try {
				new MigrationLog(this.history.tables()).recordFailure(this.run.session(), this.history.pinLog(),
						new FailedRecord(migration, direction, this.history.recorder(), since(start).toMillis(),
								failed.sqlState(), failure.description()));
			}
			catch (BatchFailedException ex) {
				logger.warn("The failure could not be written into {}: {}", this.history.tables().logTable(),
						ex.getMessage());
				this.work.rollback();
				failure.addSuppressed(ex);
			}
		}
		this.run.events().publish(new MigrationEvent.Failed(migration, failure));
		return failure;
	}

	private Duration since(Instant start) {
		return Duration.between(start, this.run.clock().instant());
	}

}
