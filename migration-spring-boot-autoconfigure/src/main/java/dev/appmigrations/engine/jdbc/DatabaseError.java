package dev.appmigrations.engine.jdbc;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the server (or the driver, where the server said nothing) reported as an error,
 * field by field as in PostgreSQL's documentation, chapter "Error and Notice Message
 * Fields".
 *
 * @param sqlState the five-character code; {@code null} only from a driver that has none
 * @param message the primary message
 * @param detail DETAIL, or {@code null}
 * @param hint HINT, or {@code null}
 * @param where the context, for example the line of a function body, or {@code null}
 * @param position where in the text that was sent, in code points from 1; 0 if unknown
 */
public record DatabaseError(@Nullable String sqlState, String message, @Nullable String detail, @Nullable String hint,
		@Nullable String where, int position) {

	/**
	 * Reads an exception of the driver.
	 * @param exception the exception
	 * @return its fields
	 */
	public static DatabaseError of(SQLException exception) {
		ServerErrorMessage server = (exception instanceof PSQLException driver) ? driver.getServerErrorMessage() : null;
		if (server == null) {
			return new DatabaseError(exception.getSQLState(), String.valueOf(exception.getMessage()), null, null, null,
					0);
		}
		String message = server.getMessage();
		return new DatabaseError(server.getSQLState(), (message != null) ? message : "(no message)", server.getDetail(),
				server.getHint(), server.getWhere(), server.getPosition());
	}

	/**
	 * Tells whether the error is of a kind.
	 * @param state the kind
	 * @return whether the codes are equal
	 */
	public boolean is(SqlState state) {
		return state.code().equals(this.sqlState);
	}

	/**
	 * Tells whether the connection is of no further use: class 08, or the server is
	 * shutting down.
	 * @return whether the connection is lost
	 */
	public boolean connectionLost() {
		return unanswered() || is(SqlState.ADMIN_SHUTDOWN) || is(SqlState.CRASH_SHUTDOWN)
				|| is(SqlState.DATABASE_DROPPED);
	}

	/**
	 * Tells whether the connection broke before the server had answered, so that nobody
	 * can tell what it has done: class 08.
	 * @return whether there was no answer
	 */
	public boolean unanswered() {
		return this.sqlState != null && this.sqlState.startsWith("08");
	}

	/**
	 * Tells whether the statement is one that this role, or this schema, does not allow,
	 * which time does not mend.
	 * @return whether it is of the class "Syntax Error or Access Rule Violation"
	 */
	public boolean notAllowed() {
		return this.sqlState != null && this.sqlState.startsWith("42");
	}

	/**
	 * Returns the report as psql would print it: the message with SQLSTATE, then DETAIL,
	 * HINT and CONTEXT where there are any.
	 * @return one or more lines
	 */
	public String text() {
		StringBuilder text = new StringBuilder("ERROR: ").append(this.message);
		if (this.sqlState != null) {
			text.append(" (SQLSTATE ").append(this.sqlState).append(')');
		}
		append(text, "DETAIL", this.detail);
		append(text, "HINT", this.hint);
		append(text, "CONTEXT", this.where);
		return text.toString();
	}

	private static void append(StringBuilder text, String label, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			text.append('\n').append(label).append(": ").append(value);
		}
	}

}
