package dev.appmigrations.engine.backfill;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.ErrorOrigin;
import dev.appmigrations.engine.jdbc.LentWorkException;
import org.jspecify.annotations.Nullable;

/**
 * A batch that failed; nothing of it remains, unless the connection was lost.
 */
final class FailedBatchException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient DatabaseError error;

	private final Origin origin;

	private final int statement;

	private final int position;

	private FailedBatchException(Throwable failure, DatabaseError error, Origin origin, int statement, int position) {
		super(error.message(), failure);
		this.error = error;
		this.origin = origin;
		this.statement = statement;
		this.position = position;
	}

	/**
	 * A statement of the transaction has failed.
	 * @param failure how
	 * @param statement which of the script's, from 0; -1 if it was one of ours
	 * @param guard whether it was the one that holds the row of the backfill
	 */
	static FailedBatchException of(BatchFailedException failure, int statement, boolean guard) {
		return new FailedBatchException(failure, failure.error(), (guard) ? Origin.GUARD : Origin.STATEMENT, statement,
				failure.position());
	}

	/** The server has refused what code has asked for. */
	static FailedBatchException ofCode(BatchFailedException failure) {
		return new FailedBatchException(failure, failure.error(), Origin.SERVER_IN_CODE, -1, 0);
	}

	/** Code has failed by itself, or because our own query for it has. */
	static FailedBatchException ofCode(LentWorkException failure) {
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof DatabaseErrorException refused) {
				return new FailedBatchException(failure, refused.error(), Origin.SERVER_IN_CODE, -1, 0);
			}
		}
		Throwable thrown = failure.getCause();
		return (thrown != null)
				? new FailedBatchException(failure, error(String.valueOf(thrown)), Origin.EXCEPTION, -1, 0)
				: new FailedBatchException(failure, error(String.valueOf(failure.getMessage())), Origin.MISUSE, -1, 0);
	}

	private static DatabaseError error(String message) {
		return new DatabaseError(null, message, null, null, null, 0, new ErrorOrigin(null, null, null, 0));
	}

	DatabaseError error() {
		return this.error;
	}

	Origin origin() {
		return this.origin;
	}

	/** What code has thrown, {@code null} if it was not code. */
	@Nullable Throwable thrown() {
		Throwable failure = getCause();
		return (failure != null && this.origin != Origin.STATEMENT) ? failure.getCause() : null;
	}

	/** Which of the script's statements failed, from 0; -1 if it was one of ours. */
	int statement() {
		return this.statement;
	}

	/** Where in its text, in code points from 1; 0 if the server did not say. */
	int position() {
		return this.position;
	}

	/** Whether the row of the backfill was not as it was believed to be. */
	boolean isRowLost() {
		return this.origin == Origin.GUARD;
	}

	/** What has failed. */
	enum Origin {

		/** The statement that holds the row of the backfill. */
		GUARD,

		/** A statement of the script, or of ours. */
		STATEMENT,

		/** A statement that code has sent. */
		SERVER_IN_CODE,

		/** Code, by an exception of its own. */
		EXCEPTION,

		/** Code that has ended the transaction. */
		MISUSE

	}

}
