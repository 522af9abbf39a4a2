package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.lock.MigrationLabel;
import dev.appmigrations.engine.migration.Callbacks;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.migration.UnreadableScript;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL callbacks: in a transaction of their own, or in that of a migration.
 */
final class CallbackRunner {

	private static final VisibleLog logger = VisibleLog.of(CallbackRunner.class);

	private final ExecutionContext run;

	CallbackRunner(ExecutionContext run) {
		this.run = run;
	}

	/**
	 * Creates what runs around each migration.
	 * @param run the run
	 * @param direction what becomes of the migration: rollbacks have no callbacks
	 * @return {@code null} if nothing runs around it
	 */
	static @Nullable CallbackRunner around(ExecutionContext run, Direction direction) {
		Callbacks callbacks = run.callbacks();
		boolean none = direction != Direction.UP || (callbacks.of(Callbacks.Moment.BEFORE_EACH_MIGRATE).isEmpty()
				&& callbacks.of(Callbacks.Moment.AFTER_EACH_MIGRATE).isEmpty());
		return (none) ? null : new CallbackRunner(run);
	}

	/**
	 * Runs the callbacks of a moment, each in a transaction of its own.
	 * @param moment the moment
	 * @throws MigrationException if one fails; its transaction is rolled back
	 */
	void run(Callbacks.Moment moment) {
		for (SqlMigration callback : this.run.callbacks().of(moment)) {
			logger.info("Running the callback {}", callback.location());
			ScriptRunner script = new ScriptRunner(this.run.withoutCallbacks(), callback, Direction.UP, callback.up(),
					new StepRecords("SELECT 1", (earlierMs) -> List.of()));
			try {
				script.run(Optional.empty());
			}
			catch (UnitFailedException ex) {
				this.run.session().work().rollback();
				throw FailureText.of(callback, ex);
			}
			catch (IOException ex) {
				throw UnreadableScript.exception(callback.script(), ex);
			}
		}
	}

	/** Runs the callbacks of a moment after a failure, to which theirs are added. */
	void runAfter(MigrationException failure, Callbacks.Moment moment) {
		try {
			run(moment);
		}
		catch (MigrationException ex) {
			logger.warn("A callback failed after a migration had failed: {}", ex.description());
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Runs the callbacks of a moment in the transaction that is open.
	 * @param moment the moment
	 * @throws UnitFailedException if a statement fails
	 * @throws IOException if one cannot be read
	 */
	void runInside(Callbacks.Moment moment) throws UnitFailedException, IOException {
		for (SqlMigration callback : this.run.callbacks().of(moment)) {
			ScriptNotices notices = new ScriptNotices(this.run.events(), callback, callback.script());
			try {
				send(callback, notices);
			}
			catch (UnitFailedException ex) {
				throw ex.in(callback.script());
			}
			finally {
				notices.end();
			}
		}
	}

	private void send(SqlMigration callback, ScriptNotices notices) throws UnitFailedException, IOException {
		ScriptPart part = callback.up();
		try (UnitBatch batch = new UnitBatch(this.run.session(), MigrationLabel.of(callback.name()), (statements) -> {
		}, notices, null);
				StatementCursor cursor = new StatementCursor(this.run.placeholders().reader(part.script()), false)) {
			batch.label();
			while (cursor.position() < part.statements()) {
				SqlStatement statement = cursor.next();
				if (!statement.kind().transactionControl()) {
					batch.add(statement, cursor);
				}
			}
			batch.send();
		}
	}

}
