package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.jdbc.JdbcWork;
import dev.appmigrations.engine.jdbc.LentWorkException;
import dev.appmigrations.engine.migration.Callbacks;
import dev.appmigrations.engine.migration.CodeMigration;
import dev.appmigrations.engine.migration.JavaCode;
import dev.appmigrations.engine.migration.MigrationCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.migration.UnreadableScript;

/**
 * Runs a migration that is written in Java:
 * <ol>
 * <li>In a transaction it commits together with its record, as a script does, and it is
 * called again where others held a lock that it needs.
 * <li>Outside one it is recorded when it has ended. If that does not come about, it runs
 * again from its beginning.
 * </ol>
 */
final class CodeStepRunner implements StepRunner {

	private final ExecutionContext run;

	private final CodeMigration migration;

	private final Direction direction;

	private final StepRecords records;

	private final Instant start;

	CodeStepRunner(ExecutionContext run, CodeMigration migration, Direction direction, StepRecords records) {
		this.run = run;
		this.migration = migration;
		this.direction = direction;
		this.records = records;
		this.start = run.clock().instant();
	}

	@Override
	public StepOutcome run() throws StepFailedException {
		MigrationCode code = this.migration.code();
		if (code == null) {
			throw new StepFailedException(JavaCode.missing(this.migration), null);
		}
		ScriptNotices notices = new ScriptNotices(this.run.events(), this.migration,
				this.migration.file().up().script());
		UnitRunner units = new UnitRunner(this.run.session(), this.migration.name(), Timeouts.NONE,
				this.run.guards(this.run.lock().guard(), this.records.guard()),
				new ProgressReporter(this.run.events(), this.run.clock(), this.migration, 0), notices, null);
		try {
			Map<String, String> placeholders = this.run.placeholders().values();
			JdbcWork work = (this.direction == Direction.UP) ? code.apply(placeholders) : code.undo(placeholders);
			return (this.migration.transaction()) ? together(units, notices, work) : alone(units, work);
		}
		catch (MigrationException ex) {
			throw new StepFailedException(ex, null);
		}
		catch (UnitFailedException ex) {
			throw CodeFailure.refused(this.migration, this.direction, ex);
		}
		catch (LentWorkException ex) {
			throw new StepFailedException(CodeFailure.thrown(this.migration, this.direction, ex), null);
		}
		finally {
			notices.end();
		}
	}

	private StepOutcome together(UnitRunner units, ScriptNotices notices, JdbcWork work)
			throws UnitFailedException, LentWorkException {
		int attempts;
		try (LockTimeoutRetry retry = new LockTimeoutRetry(this.run, this.migration, true)) {
			retry.run((first) -> attempt(units, notices, work));
			attempts = retry.attempts();
		}
		units.adoptDefaults(this.run.sessions());
		return new StepOutcome(0, attempts, "one transaction, written in Java");
	}

	private void attempt(UnitRunner units, ScriptNotices notices, JdbcWork work)
			throws UnitFailedException, LentWorkException {
		notices.attempt();
		try {
			units.run(work, CallbackRunner.around(this.run, this.direction), () -> this.records.statements().apply(0),
					this.run.session().work().afterCommitWithState());
		}
		catch (IOException ex) {
			throw UnreadableScript.exception(this.migration.file().up().script(), ex);
		}
	}

	private StepOutcome alone(UnitRunner units, JdbcWork work) throws UnitFailedException, LentWorkException {
		if (this.run.session().work().isPooled()) {
			throw CodeFailure.behindPooler(this.migration);
		}
		CallbackRunner callbacks = CallbackRunner.around(this.run, this.direction);
		if (callbacks != null) {
			callbacks.run(Callbacks.Moment.BEFORE_EACH_MIGRATE);
		}
		units.intend(List.of(this.run.lock().keep()), List.of(), List.of());
		units.alone(work);
		long elapsedMs = Duration.between(this.start, this.run.clock().instant()).toMillis();
		units.record(this.records.statements().apply(elapsedMs), this.run.session().work().afterCommitWithState());
		if (callbacks != null) {
			callbacks.run(Callbacks.Moment.AFTER_EACH_MIGRATE);
		}
		units.adoptDefaults(this.run.sessions());
		return new StepOutcome(0, 1, "without a transaction, written in Java");
	}

}
