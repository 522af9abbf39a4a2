package dev.appmigrations.engine.watch;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.time.Poll;
import dev.appmigrations.engine.time.Sleeper;

/**
 * Other backends that are still at work on a statement: that of a client which was killed
 * lives on until the server notices. Polled, because who waits for a lock in a
 * transaction can hold up the very statement that it waits for.
 */
public final class Backends {

	private static final VisibleLog logger = VisibleLog.of(Backends.class);

	private static final Duration SILENCE = Duration.ofMinutes(1);

	private final String query;

	private final Clock clock;

	private final Sleeper sleeper;

	private Backends(String condition, Clock clock, Sleeper sleeper) {
		this.query = "SELECT a.pid, a.usename, a.application_name FROM pg_catalog.pg_stat_activity a"
				+ " WHERE a.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid() AND " + condition
				+ " ORDER BY a.pid LIMIT 1";
		this.clock = clock;
		this.sleeper = sleeper;
	}

	/**
	 * Those that run a statement of the same text in the same database. The server keeps
	 * only the start of a long text.
	 * @param statement the text of the statement
	 * @param clock tells the time
	 * @param sleeper waits
	 * @return the backends
	 */
	public static Backends running(String statement, Clock clock, Sleeper sleeper) {
		String text = Sql.literal(statement);
		return new Backends("a.state OPERATOR(pg_catalog.=) 'active'"
				+ " AND a.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()"
				+ " AND (a.query OPERATOR(pg_catalog.=) " + text + " OR (pg_catalog.starts_with(" + text
				+ ", a.query) AND pg_catalog.octet_length(a.query) OPERATOR(pg_catalog.>=) (pg_catalog.pg_size_bytes("
				+ "pg_catalog.current_setting('track_activity_query_size')) OPERATOR(pg_catalog.-) 4)))", clock,
				sleeper);
	}

	/**
	 * Those that create or drop an index of some tables concurrently, or wait to do so.
	 * They hold, or want, a lock that anyone may see, while the text of a statement is
	 * hidden from other roles. Autovacuum takes the same lock.
	 * @param tables a query for the oids of the tables
	 * @param clock tells the time
	 * @param sleeper waits
	 * @return the backends
	 */
	public static Backends indexing(String tables, Clock clock, Sleeper sleeper) {
		return new Backends("a.pid OPERATOR(pg_catalog.=) ANY (SELECT l.pid FROM pg_catalog.pg_locks l"
				+ " WHERE l.locktype OPERATOR(pg_catalog.=) 'relation'"
				+ " AND l.mode OPERATOR(pg_catalog.=) 'ShareUpdateExclusiveLock' AND l.database OPERATOR(pg_catalog.=) "
				+ Sql.DATABASE + " AND l.relation OPERATOR(pg_catalog.=) ANY (" + tables + "))"
				+ " AND (a.pid OPERATOR(pg_catalog.=) ANY (SELECT p.pid FROM pg_catalog.pg_stat_progress_create_index p)"
				+ " OR (a.state OPERATOR(pg_catalog.=) 'active' AND a.backend_type OPERATOR(pg_catalog.=) 'client backend'"
				+ " AND pg_catalog.strpos(pg_catalog.lower(a.query), 'concurrently') OPERATOR(pg_catalog.>) 0))", clock,
				sleeper);
	}

	/**
	 * Waits until there are none, however long that is.
	 * @param session the connection that asks
	 */
	public void await(Session session) {
		Poll wait = new Poll(this.clock, this.sleeper, null);
		Duration nextWord = Duration.ZERO;
		Rows found = find(session);
		while (found.size() > 0) {
			if (wait.elapsed().compareTo(nextWord) >= 0) {
				String pid = found.required(0, "pid");
				logger.info(
						"Waiting for backend {} (role {}, application {}), which is still at work on it;"
								+ " SELECT pg_terminate_backend({}) ends it",
						pid, found.value(0, "usename"), found.value(0, "application_name"), pid);
				nextWord = wait.elapsed().plus(SILENCE);
			}
			wait.pause();
			found = find(session);
		}
	}

	/**
	 * Tells whether there is one now.
	 * @param session the connection that asks
	 * @return whether there is one
	 */
	public boolean any(Session session) {
		return find(session).size() > 0;
	}

	private Rows find(Session session) {
		return session.query(List.of(this.query)).rows(0);
	}

}
