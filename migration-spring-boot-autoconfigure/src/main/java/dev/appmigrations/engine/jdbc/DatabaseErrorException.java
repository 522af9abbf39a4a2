package dev.appmigrations.engine.jdbc;

/**
 * The server refused a statement of this tool's own, not one of a script. The caller,
 * which knows the purpose of the statement, turns it into an error that a person can act
 * upon.
 */
public final class DatabaseErrorException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient DatabaseError error;

	/**
	 * Creates an exception.
	 * @param error what the server said
	 */
	public DatabaseErrorException(DatabaseError error) {
		super(error.text());
		this.error = error;
	}

	/**
	 * Returns what the server said.
	 * @return the error
	 */
	public DatabaseError error() {
		return this.error;
	}

}
