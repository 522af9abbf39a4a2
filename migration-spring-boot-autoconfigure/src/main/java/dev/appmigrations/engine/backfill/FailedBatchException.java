package dev.appmigrations.engine.backfill;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseError;

/**
 * A batch that failed; nothing of it remains, unless the connection was lost.
 */
final class FailedBatchException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient BatchFailedException failure;

	private final int statement;

	private final boolean guard;

	FailedBatchException(BatchFailedException failure, int statement, boolean guard) {
		super(failure.getMessage(), failure);
		this.failure = failure;
		this.statement = statement;
		this.guard = guard;
	}

	DatabaseError error() {
		return this.failure.error();
	}

	/** Which of the script's statements failed, from 0; -1 if it was one of ours. */
	int statement() {
		return this.statement;
	}

	/** Where in its text, in code points from 1; 0 if the server did not say. */
	int position() {
		return this.failure.position();
	}

	/** Whether the row of the backfill was not as it was believed to be. */
	boolean isRowLost() {
		return this.guard;
	}

}
