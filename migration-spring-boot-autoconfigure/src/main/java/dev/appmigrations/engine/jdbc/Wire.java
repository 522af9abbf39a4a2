package dev.appmigrations.engine.jdbc;

import java.sql.SQLException;
import java.util.List;

/**
 * How statements reach the server.
 */
interface Wire {

	/**
	 * Runs the statements of a batch and ignores their rows.
	 * @param batch at least one statement
	 * @return how many rows they have changed, by what INSERT, UPDATE, DELETE and MERGE
	 * tell
	 * @throws BatchFailedException at the first statement that fails
	 */
	long send(StatementBatch batch) throws BatchFailedException;

	/**
	 * Runs statements and collects their rows. Those of the statements before one that
	 * fails are in the exception.
	 * @param batch at least one statement
	 * @param into receives the rows of each statement that returns any
	 * @throws SQLException at the first statement that fails
	 */
	void query(StatementBatch batch, List<Rows> into) throws SQLException;

	/**
	 * Tells whether a transaction block is open, failed or not.
	 * @return whether one is open
	 * @throws SQLException if the connection is broken
	 */
	boolean inTransaction() throws SQLException;

}
