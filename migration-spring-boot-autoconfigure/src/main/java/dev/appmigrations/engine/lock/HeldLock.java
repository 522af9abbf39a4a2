package dev.appmigrations.engine.lock;

import java.util.List;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.wording.Setting;
import dev.appmigrations.engine.wording.Wording;

/**
 * The lock in the hands of a second connection, behind a pooler, while a statement runs
 * outside a transaction: a transaction that does nothing else holds it, and no snapshot,
 * for which a concurrent statement would wait.
 */
public final class HeldLock implements AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(HeldLock.class);

	private final Session session;

	private boolean closed;

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
	public static HeldLock take(Session session, MigrationLock lock) throws BatchFailedException {
		StatementBatch batch = new StatementBatch();
		batch.addOwn("BEGIN ISOLATION LEVEL READ COMMITTED");
		int guard = batch.addOwn(lock.guard());
		// Since PostgreSQL 17.
		batch.addOwn("SELECT pg_catalog.set_config(s.name, '0', true) FROM pg_catalog.pg_settings s"
				+ " WHERE s.name OPERATOR(pg_catalog.=) 'transaction_timeout'");
		// Also the last statement, so that nothing of the query before it is kept.
		batch.addOwn("SET LOCAL idle_in_transaction_session_timeout = 0");
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

	/**
	 * Says which limits end a statement that runs outside a transaction behind a pooler:
	 * what is set for it would meet somebody else.
	 * @param session the session that runs it
	 * @param migration the name of the migration
	 * @param statement the statement
	 * @param wording words it for the readers of the log
	 */
	public static void warnOfLimits(Session session, String migration, SqlStatement statement, Wording wording) {
		Rows limits = session.query(List.of("SELECT s.name, s.setting, s.unit FROM pg_catalog.pg_settings s"
				+ " WHERE s.setting OPERATOR(pg_catalog.<>) '0' AND s.name OPERATOR(pg_catalog.=) ANY"
				+ " (ARRAY['lock_timeout', 'statement_timeout', 'transaction_timeout']::pg_catalog.text[])"
				+ " ORDER BY s.name"))
			.rows(0);
		for (int i = 0; i < limits.size(); i++) {
			logger.warn(
					"{}: the statement in line {} runs outside a transaction, and behind a pooler {} of {} {} applies"
							+ " to it. To avoid that, set {} to the server itself",
					migration, statement.position().line(), limits.required(i, "name"), limits.required(i, "setting"),
					limits.value(i, "unit"), wording.setting(Setting.URL));
		}
	}

	private static void end(Session session) {
		try (session) {
			session.query(List.of("ROLLBACK"));
		}
	}

	/** Another thread may do so too, where a pooler keeps this one waiting. */
	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			end(this.session);
		}
	}

}
