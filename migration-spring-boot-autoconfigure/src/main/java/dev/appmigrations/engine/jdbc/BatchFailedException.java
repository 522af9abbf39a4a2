package dev.appmigrations.engine.jdbc;

/**
 * A statement of a batch failed; those before it took effect as far as their transaction
 * allows, those after it did not run.
 */
public final class BatchFailedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient DatabaseError error;

	private final int statement;

	private final int position;

	BatchFailedException(DatabaseError error, int statement, int position, Throwable cause) {
		super(error.message(), cause);
		this.error = error;
		this.statement = statement;
		this.position = position;
	}

	/**
	 * Returns what the server said.
	 * @return the error
	 */
	public DatabaseError error() {
		return this.error;
	}

	/**
	 * Returns which statement failed.
	 * @return its number in the batch, from 0
	 */
	public int statement() {
		return this.statement;
	}

	/**
	 * Returns where in the statement.
	 * @return the position in code points from 1; 0 if unknown
	 */
	public int position() {
		return this.position;
	}

}
