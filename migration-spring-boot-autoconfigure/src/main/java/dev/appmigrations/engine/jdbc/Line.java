package dev.appmigrations.engine.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * The line to the server while it is asked for an answer. Another thread may see how long
 * the answer has been due, and cut the line: where the network has swallowed the end of
 * the server's session, nothing else would ever end the wait.
 */
public final class Line {

	private static final VisibleLog logger = VisibleLog.of(Line.class);

	private static final long NOT_WAITING = 0;

	private final Connection connection;

	/** When the answer became due, by {@link System#nanoTime()}. */
	private long waitingSince = NOT_WAITING;

	private @Nullable String cutBecause;

	Line(Connection connection) {
		this.connection = connection;
	}

	/** From now on an answer is due. */
	synchronized void asked() {
		long now = System.nanoTime();
		this.waitingSince = (now != NOT_WAITING) ? now : 1;
	}

	/** The answer is there, or never comes. */
	synchronized void answered() {
		this.waitingSince = NOT_WAITING;
	}

	/**
	 * Returns for how long an answer of the server has been due. May be called by any
	 * thread.
	 * @return the time, zero if none is due
	 */
	public synchronized Duration silence() {
		return (this.waitingSince != NOT_WAITING) ? Duration.ofNanos(System.nanoTime() - this.waitingSince)
				: Duration.ZERO;
	}

	/**
	 * Closes the connection of a thread that waits for an answer that can never come: its
	 * call fails as if the connection had broken. May be called by any thread.
	 * @param silence for how long at least the answer has been due; if it has come in the
	 * meantime, nothing happens, because the connection may be somebody else's already
	 * @param reason what the error says
	 */
	public synchronized void cut(Duration silence, String reason) {
		if (this.waitingSince == NOT_WAITING || silence().compareTo(silence) < 0) {
			return;
		}
		this.cutBecause = reason;
		try {
			this.connection.abort(Runnable::run);
		}
		catch (SQLException ex) {
			logger.debug("The connection could not be closed", ex);
		}
	}

	/**
	 * Tells why the line broke, if that is known better here than by the driver, which
	 * only knows that its socket was closed.
	 * @param error what the driver says
	 * @return that, or the reason for which the line was cut
	 */
	synchronized DatabaseError explain(DatabaseError error) {
		return (this.cutBecause != null && error.unanswered())
				? new DatabaseError(error.sqlState(), this.cutBecause, null, null, null, 0, ErrorOrigin.UNKNOWN)
				: error;
	}

}
