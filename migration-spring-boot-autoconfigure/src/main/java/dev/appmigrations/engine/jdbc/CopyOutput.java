package dev.appmigrations.engine.jdbc;

import java.sql.SQLException;

import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * The data that {@code COPY … TO STDOUT} sends. The driver reads them to their end and
 * throws them away, whatever their size, and then complains, although the statement has
 * done what it should (see pgJDBC: QueryExecutorImpl, {@code COPY_OUT_RESPONSE}).
 */
final class CopyOutput {

	private CopyOutput() {
	}

	/**
	 * Tells whether an error is that complaint. The server's own error with the same code
	 * comes with its message.
	 * @param error what the driver reports
	 * @return whether the statement succeeded, unless another error is chained to it
	 */
	static boolean isMeant(SQLException error) {
		return PSQLState.NOT_IMPLEMENTED.getState().equals(error.getSQLState())
				&& error instanceof PSQLException exception && exception.getServerErrorMessage() == null;
	}

}
