package dev.appmigrations.engine.watch;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.lock.ActivityText;
import dev.appmigrations.engine.report.Blocker;

/**
 * Finds the sessions that are in the way of a statement. Only while it waits can the
 * server say for certain; afterwards, those count that hold a lock on a table which the
 * statement names.
 */
public final class Blockers {

	private static final String SELECT = "SELECT DISTINCT a.pid, a.application_name, a.usename, a.state, "
			+ BlockerRows.SECONDS + " AS seconds, " + ActivityText.QUERY
			+ " AS query FROM pg_catalog.pg_stat_activity a";

	private static final String PREPARED = "SELECT 0, NULL, p.owner, " + BlockerRows.PREPARED_STATE + ", "
			+ BlockerRows.PREPARED_SECONDS + ", NULL FROM pg_catalog.pg_prepared_xacts p"
			+ " WHERE p.database OPERATOR(pg_catalog.=) pg_catalog.current_database() AND EXISTS (SELECT"
			+ " FROM pg_catalog.pg_locks l%s WHERE " + BlockerRows.PREPARED_HOLDS + " AND %s)";

	private Blockers() {
	}

	/**
	 * Finds those for whom a backend waits right now.
	 * @param session another session
	 * @param backend the process id of the backend
	 * @return the blockers; empty if it does not wait, or the server does not say
	 */
	static List<Blocker> of(Session session, int backend) {
		return read(session,
				SELECT + " WHERE a.pid OPERATOR(pg_catalog.=) ANY (pg_catalog.pg_blocking_pids(" + backend
						+ ")) UNION ALL " + preparedBlocking(String.valueOf(backend)) + " ORDER BY 1 LIMIT "
						+ BlockerRows.MOST);
	}

	/** Finds prepared transactions for which a backend waits. */
	private static String preparedBlocking(String backend) {
		return PREPARED.formatted(", pg_catalog.pg_locks w",
				"w.pid OPERATOR(pg_catalog.=) " + backend
						+ " AND NOT w.granted AND (w.relation OPERATOR(pg_catalog.=) l.relation"
						+ " OR w.transactionid OPERATOR(pg_catalog.=) p.transaction)");
	}

	/**
	 * Finds those that hold locks on what a statement names.
	 * @param session the session whose statement failed, its transaction rolled back
	 * @param statement the text of the statement
	 * @return the blockers; empty if they have gone meanwhile
	 */
	public static List<Blocker> after(Session session, String statement) {
		String named = "pg_catalog.strpos(pg_catalog.lower(" + Sql.literal(statement)
				+ "), pg_catalog.lower(c.relname::pg_catalog.text)) OPERATOR(pg_catalog.>) 0";
		return read(session, SELECT + " JOIN pg_catalog.pg_locks l ON l.pid OPERATOR(pg_catalog.=) a.pid AND l.granted"
				+ " AND l.locktype OPERATOR(pg_catalog.=) 'relation' AND l.database OPERATOR(pg_catalog.=) "
				+ Sql.DATABASE + " AND l.relation OPERATOR(pg_catalog.>=) " + Sql.FIRST_USER_OID
				+ " JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) l.relation"
				+ " WHERE a.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid() AND " + named + " UNION ALL "
				+ PREPARED.formatted(" JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) l.relation",
						"c.oid OPERATOR(pg_catalog.>=) " + Sql.FIRST_USER_OID + " AND " + named)
				+ " ORDER BY 1 LIMIT " + BlockerRows.MOST);
	}

	private static List<Blocker> read(Session session, String query) {
		QueryResult result = session.query(List.of(query));
		List<Blocker> blockers = new ArrayList<>();
		if (result.error() != null) {
			return blockers;
		}
		Rows rows = result.rows(0);
		for (int i = 0; i < rows.size(); i++) {
			blockers.add(BlockerRows.read(rows, i));
		}
		return blockers;
	}

}
