package dev.appmigrations.engine.jdbc;

import dev.appmigrations.engine.text.VisibleFailure;

/**
 * A statement of a batch failed; those before it took effect as far as their transaction
 * allows, those after it did not run.
 */
public final class BatchFailedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient DatabaseError error;

	private final int statement;

	private final int lastStatement;

	private final int completed;

	private final int position;

	BatchFailedException(DatabaseError error, int statement, int lastStatement, int completed, int position,
			Throwable cause) {
		super(error.message(), VisibleFailure.of(cause));
		this.error = error;
		this.statement = statement;
		this.lastStatement = lastStatement;
		this.completed = completed;
		this.position = position;
	}

	/** The same failure, of which more is known. */
	BatchFailedException explained(DatabaseError better) {
		return (better.equals(this.error)) ? this : new BatchFailedException(better, this.statement, this.lastStatement,
				this.completed, this.position, this);
	}

	/**
	 * Returns what the server said.
	 * @return the error
	 */
	public DatabaseError error() {
		return this.error;
	}

	/**
	 * Returns which statement failed, or the first that may have failed.
	 * @return its number in the batch, from 0
	 * @see #lastStatement()
	 */
	public int statement() {
		return this.statement;
	}

	/**
	 * Returns the last statement that may have failed: another one than
	 * {@link #statement()} where nobody can tell which of them it was.
	 * @return its number in the batch, from 0
	 */
	public int lastStatement() {
		return this.lastStatement;
	}

	/**
	 * Returns how many statements are known to have ended well: a broken connection may
	 * hide that there were more.
	 * @return 0 to the size of the batch
	 */
	public int completed() {
		return this.completed;
	}

	/**
	 * Returns where in the statement.
	 * @return the position in code points from 1; 0 if unknown
	 */
	public int position() {
		return this.position;
	}

}
