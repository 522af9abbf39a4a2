package dev.appmigrations.engine.execute;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.sql.SqlStatement;

/**
 * Statements that travel together, each of which knows whether it stands in the script or
 * is a step of ours.
 */
final class UnitBatch {

	private final Session session;

	private final StatementBatch batch = new StatementBatch();

	/** What each statement of the batch is: one of the script, or a step of ours. */
	private final List<Object> origins = new ArrayList<>();

	UnitBatch(Session session) {
		this.session = session;
	}

	/**
	 * Adds a statement.
	 * @param statement its text
	 * @param origin the statement of the script, or the {@link Step}
	 */
	void add(String statement, Object origin) {
		this.batch.add(statement);
		this.origins.add(origin);
	}

	int size() {
		return this.batch.size();
	}

	int length() {
		return this.batch.length();
	}

	/**
	 * Sends what was added, if anything was.
	 * @throws UnitFailedException if a statement fails
	 * @throws LockLostException if a guard fails
	 */
	void send() throws UnitFailedException {
		if (this.origins.isEmpty()) {
			return;
		}
		try {
			this.session.send(this.batch);
		}
		catch (BatchFailedException ex) {
			// Without an answer, the server may have run all of the message.
			boolean inDoubt = ex.error().unanswered() && this.origins.contains(Step.COMMIT);
			Object origin = (inDoubt) ? Step.COMMIT : this.origins.get(ex.statement());
			if (origin == Step.GUARD && ex.error().is(SqlState.DIVISION_BY_ZERO)) {
				throw new LockLostException(ex);
			}
			throw (origin instanceof SqlStatement statement) ? new UnitFailedException(ex, Step.SCRIPT, statement)
					: new UnitFailedException(ex, (Step) origin, null);
		}
		finally {
			this.batch.clear();
			this.origins.clear();
		}
	}

}
