package dev.appmigrations.engine.jdbc;

import java.sql.SQLException;
import java.util.regex.Pattern;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * An error as reported by the server (or by the driver, where the server said nothing),
 * field by field as in PostgreSQL's documentation, chapter "Error and Notice Message
 * Fields". All texts are visible: they may quote what anybody has stored.
 *
 * @param sqlState the five-character code; {@code null} only from a driver that has none
 * @param message the primary message
 * @param detail DETAIL, or {@code null}
 * @param hint HINT, or {@code null}
 * @param where the context, for example the line of a function body, or {@code null}
 * @param position where in the text that was sent, in code points from 1; 0 if unknown
 * @param origin where in the server, or in the code that it ran, it was raised
 */
public record DatabaseError(@Nullable String sqlState, String message, @Nullable String detail, @Nullable String hint,
		@Nullable String where, int position, ErrorOrigin origin) {

	private static final Pattern FRAME = Pattern
		.compile("\n(?=PL/pgSQL |SQL (?:statement|function|expression) |COPY )");

	public DatabaseError {
		message = VisibleText.line(message);
		detail = VisibleText.lineOrNull(detail);
		hint = VisibleText.lineOrNull(hint);
		where = (where != null) ? frames(where) : null;
	}

	/** Each call has a line of its own where the server says so in English. */
	private static String frames(String where) {
		StringBuilder lines = new StringBuilder();
		for (String frame : FRAME.split(where)) {
			lines.append((lines.isEmpty()) ? "" : "\n").append(VisibleText.line(frame));
		}
		return lines.toString();
	}

	/**
	 * Reads an exception of the driver.
	 * @param exception the exception
	 * @return its fields
	 */
	public static DatabaseError of(SQLException exception) {
		ServerErrorMessage server = (exception instanceof PSQLException driver) ? driver.getServerErrorMessage() : null;
		if (server == null) {
			return new DatabaseError(exception.getSQLState(), String.valueOf(exception.getMessage()), null, null, null,
					0, ErrorOrigin.UNKNOWN);
		}
		return of(server);
	}

	static DatabaseError of(ServerErrorMessage server) {
		String message = server.getMessage();
		return new DatabaseError(server.getSQLState(), (message != null) ? message : "(no message)", server.getDetail(),
				server.getHint(), server.getWhere(), server.getPosition(), ErrorOrigin.of(server));
	}

	/**
	 * Tells whether a server, or a pooler in front of it, has answered with an error. A
	 * pool that waits in vain has no SQLSTATE to tell.
	 * @param failure any exception
	 * @return whether it, or one of its causes, has a SQLSTATE
	 */
	public static boolean isCauseOf(Throwable failure) {
		return serverErrorIn(failure) != null;
	}

	/** Returns the first cause with a SQLSTATE, {@code null} if there is none. */
	static @Nullable SQLException serverErrorIn(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException exception && exception.getSQLState() != null) {
				return exception;
			}
		}
		return null;
	}

	/**
	 * Tells whether the error is the server's own, of a kind. A script may raise any
	 * code, which then means whatever its author meant.
	 * @param state the kind
	 * @return whether the codes are equal, and no script has chosen it
	 */
	public boolean is(SqlState state) {
		return state.code().equals(this.sqlState) && !this.origin.raised();
	}

	/**
	 * Tells whether the connection is of no further use: class 08, or the server has
	 * ended the session.
	 * @return whether the connection is lost
	 */
	public boolean connectionLost() {
		return unanswered() || is(SqlState.ADMIN_SHUTDOWN) || is(SqlState.CRASH_SHUTDOWN)
				|| is(SqlState.DATABASE_DROPPED) || is(SqlState.IDLE_SESSION_TIMEOUT)
				|| is(SqlState.IDLE_IN_TRANSACTION_TIMEOUT) || is(SqlState.TRANSACTION_TIMEOUT);
	}

	/**
	 * Tells whether the connection broke before the server had answered, so that nobody
	 * can tell what it has done: class 08.
	 * @return whether there was no answer
	 */
	public boolean unanswered() {
		return isOfClass("08");
	}

	/**
	 * Tells whether the statement is one that this role, or this schema, does not allow,
	 * which time does not mend.
	 * @return whether it is of the class "Syntax Error or Access Rule Violation"
	 */
	public boolean notAllowed() {
		return isOfClass("42");
	}

	/**
	 * Tells whether code of a routine, in whatever language, ran what failed.
	 * @return whether the context names a routine or its query; all translations keep the
	 * names of the languages
	 */
	public boolean inRoutine() {
		return this.where != null && (this.where.contains("SQL") || this.where.contains("PL/"));
	}

	private boolean isOfClass(String code) {
		return this.sqlState != null && this.sqlState.startsWith(code) && !this.origin.raised();
	}

	/**
	 * Tells whether the server knows the statement and cannot do it.
	 * @return whether it is of the class "Feature Not Supported"
	 */
	public boolean notSupported() {
		return this.sqlState != null && this.sqlState.startsWith("0A");
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
