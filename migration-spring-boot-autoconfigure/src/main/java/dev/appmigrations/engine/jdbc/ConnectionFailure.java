package dev.appmigrations.engine.jdbc;

import java.net.UnknownHostException;
import java.sql.SQLException;

import dev.appmigrations.engine.text.VisibleText;

/**
 * Why there is no connection, with what the driver keeps to itself: where a host does not
 * resolve or does not answer, its message is "The connection attempt failed.", and only
 * the causes of the exception say more.
 */
public final class ConnectionFailure {

	private final SQLException reason;

	public ConnectionFailure(SQLException reason) {
		this.reason = reason;
	}

	/**
	 * Returns the error, and its causes.
	 * @return one or more lines
	 */
	public String text() {
		return withCauses(DatabaseError.of(this.reason).text(), "\nCAUSE: ");
	}

	/**
	 * Returns the message of the error, and its causes.
	 * @return one line
	 */
	public String message() {
		return withCauses(DatabaseError.of(this.reason).message(), " ");
	}

	private String withCauses(String text, String separator) {
		StringBuilder all = new StringBuilder(text);
		Throwable cause = this.reason.getCause();
		for (int depth = 0; cause != null && depth < 5; depth++) {
			String message = cause.getMessage();
			if (cause instanceof UnknownHostException
					|| (message != null && all.indexOf(VisibleText.line(message)) < 0)) {
				all.append(separator).append(VisibleText.line(describe(cause)));
			}
			cause = cause.getCause();
		}
		return all.toString();
	}

	private static String describe(Throwable cause) {
		return (cause instanceof UnknownHostException) ? "the host name '" + cause.getMessage() + "' does not resolve"
				: String.valueOf(cause.getMessage());
	}

}
