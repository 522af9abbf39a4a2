package dev.appmigrations.engine.lock;

import java.time.Clock;
import java.util.List;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.time.Poll;
import dev.appmigrations.engine.time.Sleeper;

/**
 * The turn of one of several histories of a database, such as those of tenants, to do
 * something {@code CONCURRENTLY}. Such statements wait for all snapshots of the database
 * that are older, those of each other among them unless the index is a simple one: many
 * of them at once read many tables whole, and all end with the slowest (see PostgreSQL:
 * WaitForOlderSnapshots in src/backend/commands/indexcmds.c). Whoever waits for its turn
 * asks again and again, as a statement that waits would have such a snapshot itself.
 */
public final class ConcurrentTurn implements AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(ConcurrentTurn.class);

	private static final long KEY = AdvisoryLock.key("CONCURRENTLY");

	private final Session session;

	private ConcurrentTurn(Session session) {
		this.session = session;
	}

	/**
	 * Waits for its turn.
	 * @param session the connection that will work
	 * @param clock tells the time
	 * @param sleeper lets time pass
	 * @return the turn, to be closed
	 * @throws dev.appmigrations.engine.migration.MigrationException if the thread is
	 * interrupted
	 */
	public static ConcurrentTurn take(Session session, Clock clock, Sleeper sleeper) {
		Poll waiting = new Poll(clock, sleeper, null);
		while (!session.query(List.of("SELECT pg_catalog.pg_try_advisory_lock(" + KEY + ") AS mine"))
			.rows(0)
			.isTrue(0, "mine")) {
			waiting.pause();
		}
		return new ConcurrentTurn(session);
	}

	@Override
	public void close() {
		if (this.session.query(List.of("SELECT pg_catalog.pg_advisory_unlock(" + KEY + ")")).error() != null) {
			// It ends with the session.
			logger.debug("A turn could not be given back");
		}
	}

}
