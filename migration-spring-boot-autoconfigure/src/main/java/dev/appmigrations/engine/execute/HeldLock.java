package dev.appmigrations.engine.execute;

import java.util.List;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.jdbc.StatementBatch;

/**
 * The lock in the hands of a second connection, behind a pooler, while a statement runs
 * outside a transaction: a transaction that does nothing else holds it, and no snapshot,
 * for which a concurrent statement would wait.
 */
final class HeldLock implements AutoCloseable {

	private final Session session;

	private HeldLock(Session session) {
		this.session = session;
	}

	/**
	 * Takes the lock.
	 * @param session a connection of its own
	 * @param lock the lock
	 * @return what gives it back
	 * @throws LockLostException if it is in other hands
	 * @throws BatchFailedException if the server refuses
	 */
	static HeldLock take(Session session, MigrationLock lock) throws BatchFailedException {
		StatementBatch batch = new StatementBatch();
		batch.add("BEGIN ISOLATION LEVEL READ COMMITTED");
		int guard = batch.add(lock.guard());
		// Since PostgreSQL 17.
		batch.add("SELECT pg_catalog.set_config(name, '0', true) FROM pg_catalog.pg_settings"
				+ " WHERE name = 'transaction_timeout'");
		// Also the last statement, so that nothing of the query before it is kept.
		batch.add("SET LOCAL idle_in_transaction_session_timeout = 0");
		try {
			session.send(batch);
			return new HeldLock(session);
		}
		catch (BatchFailedException ex) {
			end(session);
			if (ex.statement() == guard && ex.error().is(SqlState.DIVISION_BY_ZERO)) {
				throw new LockLostException(ex);
			}
			throw ex;
		}
	}

	private static void end(Session session) {
		try (session) {
			session.query(List.of("ROLLBACK"));
		}
	}

	@Override
	public void close() {
		end(this.session);
	}

}
