package dev.appmigrations.engine.execute;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.RunningReport;

/**
 * Finds the sessions that are in the way of a statement. Only while it waits can the
 * server say for certain; afterwards, those count that hold a lock on a table which the
 * statement names.
 */
final class Blockers {

	static final int MOST = 5;

	static final String QUERY = "pg_catalog.left(" + AdvisoryLock.REDACTED + ", 120)";

	static final String SECONDS = seconds("a.xact_start");

	// The first OID of objects that users make: access/transam.h, FirstNormalObjectId.
	private static final String FIRST_USER_OID = "16384::pg_catalog.oid";

	private static final String SELECT = "SELECT DISTINCT a.pid, a.application_name, a.usename, a.state, " + SECONDS
			+ " AS seconds, " + QUERY + " AS query FROM pg_catalog.pg_stat_activity a";

	/** Belongs to no backend, and keeps its locks until somebody ends it by its name. */
	static final String PREPARED_STATE = "pg_catalog.concat('prepared transaction ', pg_catalog.quote_literal(p.gid))";

	static final String PREPARED_SECONDS = seconds("p.prepared");

	/** Joins a lock with the prepared transaction that holds it: both have no backend. */
	static final String PREPARED_HOLDS = "l.pid IS NULL AND l.virtualtransaction OPERATOR(pg_catalog.=)"
			+ " (SELECT x.virtualtransaction FROM pg_catalog.pg_locks x WHERE x.pid IS NULL"
			+ " AND x.locktype OPERATOR(pg_catalog.=) 'transactionid'"
			+ " AND x.transactionid OPERATOR(pg_catalog.=) p.transaction LIMIT 1)";

	private static final String PREPARED = "SELECT 0, NULL, p.owner, " + PREPARED_STATE + ", " + PREPARED_SECONDS
			+ ", NULL FROM pg_catalog.pg_prepared_xacts p"
			+ " WHERE p.database OPERATOR(pg_catalog.=) pg_catalog.current_database() AND EXISTS (SELECT"
			+ " FROM pg_catalog.pg_locks l%s WHERE " + PREPARED_HOLDS + " AND %s)";

	private Blockers() {
	}

	private static String seconds(String since) {
		return "EXTRACT(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) " + since + ")::bigint";
	}

	/**
	 * Finds those for whom a run waits right now.
	 * @param session another session
	 * @param run the run
	 * @return the blockers; empty if it does not wait, or the server does not say
	 */
	static List<Blocker> of(Session session, ExecutionContext run) {
		if (!run.session().isPooled()) {
			return of(session, run.session().backend());
		}
		RunningReport running = RunningWork.look(session, run.tables());
		return (running != null) ? running.blockedBy() : List.of();
	}

	/**
	 * Finds those for whom a backend waits right now.
	 * @param session another session
	 * @param backend the process id of the backend
	 * @return the blockers; empty if it does not wait, or the server does not say
	 */
	static List<Blocker> of(Session session, int backend) {
		return read(session, SELECT + " WHERE a.pid OPERATOR(pg_catalog.=) ANY (pg_catalog.pg_blocking_pids(" + backend
				+ ")) UNION ALL " + preparedBlocking(String.valueOf(backend)) + " ORDER BY 1 LIMIT " + MOST);
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
	static List<Blocker> after(Session session, String statement) {
		String named = "pg_catalog.strpos(pg_catalog.lower(" + Sql.literal(statement)
				+ "), pg_catalog.lower(c.relname::pg_catalog.text)) OPERATOR(pg_catalog.>) 0";
		return read(session, SELECT + " JOIN pg_catalog.pg_locks l ON l.pid OPERATOR(pg_catalog.=) a.pid AND l.granted"
				+ " AND l.locktype OPERATOR(pg_catalog.=) 'relation' AND l.database OPERATOR(pg_catalog.=) "
				+ CatalogSql.DATABASE + " AND l.relation OPERATOR(pg_catalog.>=) " + FIRST_USER_OID
				+ " JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) l.relation"
				+ " WHERE a.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid() AND " + named + " UNION ALL "
				+ PREPARED.formatted(" JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) l.relation",
						"c.oid OPERATOR(pg_catalog.>=) " + FIRST_USER_OID + " AND " + named)
				+ " ORDER BY 1 LIMIT " + MOST);
	}

	private static List<Blocker> read(Session session, String query) {
		QueryResult result = session.query(List.of(query));
		List<Blocker> blockers = new ArrayList<>();
		if (result.error() != null) {
			return blockers;
		}
		Rows rows = result.rows(0);
		for (int i = 0; i < rows.size(); i++) {
			blockers.add(read(rows, i));
		}
		return blockers;
	}

	static Blocker read(Rows rows, int row) {
		String seconds = rows.value(row, "seconds");
		return new Blocker(Integer.parseInt(rows.required(row, "pid")), rows.value(row, "application_name"),
				rows.value(row, "usename"), rows.value(row, "state"), (seconds != null) ? Long.valueOf(seconds) : null,
				rows.value(row, "query"));
	}

}
