package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;

/**
 * Statements that travel together, each of which knows whether it stands in the script or
 * is a step of ours.
 */
final class UnitBatch {

	// Measured: 16 times as fast as one by one for single-row inserts; larger chunks cost
	// the server memory and gain nothing.
	private static final int CHUNK_LENGTH = 128 * 1024;

	private static final int CHUNK_STATEMENTS = 2_000;

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
		if (origin == Step.GUARD) {
			this.batch.addQuietly(statement);
		}
		else {
			this.batch.add(statement);
		}
		this.origins.add(origin);
	}

	/**
	 * Adds a statement of the script, and sends what was added where that is enough for a
	 * message, or where the statement has to be the last of one. Inline data of COPY are
	 * streamed.
	 * @param statement the statement
	 * @param cursor has just returned it
	 * @throws UnitFailedException if a statement fails
	 * @throws IOException if the data cannot be read
	 */
	void add(SqlStatement statement, StatementCursor cursor) throws UnitFailedException, IOException {
		if (statement.kind() == StatementKind.COPY_FROM_STDIN) {
			send();
			copy(statement, cursor.copyData());
			return;
		}
		add(statement.text(), statement);
		if (statement.kind() == StatementKind.SET_STANDARD_CONFORMING_STRINGS || this.batch.length() >= CHUNK_LENGTH
				|| this.batch.size() >= CHUNK_STATEMENTS) {
			send();
		}
	}

	private void copy(SqlStatement statement, Reader data) throws UnitFailedException, IOException {
		try {
			this.session.copy(statement.text(), data);
		}
		catch (BatchFailedException ex) {
			throw new UnitFailedException(ex, Step.SCRIPT, statement);
		}
	}

	int size() {
		return this.batch.size();
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
