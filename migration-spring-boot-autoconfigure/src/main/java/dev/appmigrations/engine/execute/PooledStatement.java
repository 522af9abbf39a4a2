package dev.appmigrations.engine.execute;

import java.time.Duration;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.lock.HeldLock;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.sql.SqlStatement;

/**
 * The needs of a statement that runs outside a transaction behind a pooler: a second
 * connection that holds the lock meanwhile, and no session state from before it.
 */
final class PooledStatement {

	private static final Duration POOLER_PATIENCE = Duration.ofSeconds(15);

	private PooledStatement() {
	}

	/**
	 * Takes the lock on a second connection.
	 * @param run the run
	 * @param migration the migration
	 * @param part the part
	 * @param cursor has just returned the statement
	 * @param statement the statement
	 * @return the lock, to be closed when the statement has ended
	 * @throws ResumeException if the statement would miss what was set before it, or if
	 * there is no second connection to be had
	 * @throws UnitFailedException if the server refuses
	 */
	static HeldLock holdLock(ExecutionContext run, Migration migration, ScriptPart part, StatementCursor cursor,
			SqlStatement statement) throws UnitFailedException {
		if (!cursor.settings().isEmpty() || !cursor.roles().isEmpty() || run.session().work().hasSchema()
				|| !part.timeouts().equals(Timeouts.NONE)) {
			throw ResumeException.needsDirectConnection(migration, part.script(), statement);
		}
		HeldLock.warnOfLimits(run.session(), migration.name(), statement, run.wording());
		try {
			return new SecondSession(run.session(), run.sessions(), run.lock(), POOLER_PATIENCE).hold();
		}
		catch (SecondSession.ExhaustedException ex) {
			throw ResumeException.needsSecondSession(migration, part.script(), statement, ex);
		}
		catch (MigrationException ex) {
			throw ResumeException.needsSecondConnection(migration, part.script(), statement, ex);
		}
		catch (BatchFailedException ex) {
			throw new UnitFailedException(ex, UnitRunner.Step.BEGIN, null);
		}
	}

}
