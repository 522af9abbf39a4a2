package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.JdbcWork;
import dev.appmigrations.engine.jdbc.LentWorkException;
import dev.appmigrations.engine.jdbc.SessionWork;
import dev.appmigrations.engine.migration.Callbacks;
import dev.appmigrations.engine.migration.CodeMigration;
import dev.appmigrations.engine.migration.MigrationCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.migration.UnreadableScript;
import org.jspecify.annotations.Nullable;

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
			throw new StepFailedException(CodeFailure.withoutApplication(this.migration), null);
		}
		ScriptNotices notices = new ScriptNotices(this.run.events(), this.migration,
				this.migration.file().up().script());
		UnitRunner units = new UnitRunner(this.run.session(), this.migration.name(), Timeouts.NONE, guards(),
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
		adoptDefaults();
		return new StepOutcome(0, attempts, "one transaction, written in Java");
	}

	private void attempt(UnitRunner units, ScriptNotices notices, JdbcWork work)
			throws UnitFailedException, LentWorkException {
		notices.attempt();
		try {
			units.run(work, callbacks(), () -> this.records.statements().apply(0), after());
		}
		catch (IOException ex) {
			throw UnreadableScript.exception(this.migration.file().up().script(), ex);
		}
	}

	private StepOutcome alone(UnitRunner units, JdbcWork work) throws UnitFailedException, LentWorkException {
		if (this.run.session().work().isPooled()) {
			throw CodeFailure.behindPooler(this.migration);
		}
		CallbackRunner callbacks = callbacks();
		if (callbacks != null) {
			callbacks.run(Callbacks.Moment.BEFORE_EACH_MIGRATE);
		}
		units.intend(List.of(this.run.lock().keep()), List.of(), List.of());
		units.alone(work);
		long elapsedMs = Duration.between(this.start, this.run.clock().instant()).toMillis();
		units.record(this.records.statements().apply(elapsedMs), after());
		if (callbacks != null) {
			callbacks.run(Callbacks.Moment.AFTER_EACH_MIGRATE);
		}
		adoptDefaults();
		return new StepOutcome(0, 1, "without a transaction, written in Java");
	}

	private @Nullable CallbackRunner callbacks() {
		return (this.direction == Direction.UP && !this.run.callbacks().isEmpty()) ? new CallbackRunner(this.run)
				: null;
	}

	private List<String> guards() {
		List<String> guards = new ArrayList<>();
		guards.add(this.run.lock().guard());
		guards.addAll(this.run.history().pin());
		guards.add(this.records.guard());
		return guards;
	}

	/** Code leaves in a session whatever it likes. */
	private List<String> after() {
		List<String> statements = new ArrayList<>();
		if (!this.run.session().work().isPooled()) {
			statements.addAll(SessionWork.CLEAN_STATE);
		}
		statements.addAll(this.run.session().work().afterCommit());
		return statements;
	}

	private void adoptDefaults() throws UnitFailedException {
		try {
			this.run.session().work().adoptDefaults(this.run.sessions());
		}
		catch (BatchFailedException ex) {
			throw new UnitFailedException(ex, UnitRunner.Step.CLEAN_UP, null);
		}
	}

}
