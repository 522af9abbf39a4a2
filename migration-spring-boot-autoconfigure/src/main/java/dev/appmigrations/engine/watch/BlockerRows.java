package dev.appmigrations.engine.watch;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.report.Blocker;

/**
 * The columns by which the queries of this room describe a blocker.
 */
final class BlockerRows {

	static final int MOST = 5;

	static final String SECONDS = seconds("a.xact_start");

	/** Belongs to no backend, and keeps its locks until somebody ends it by its name. */
	static final String PREPARED_STATE = "pg_catalog.concat('prepared transaction ', pg_catalog.quote_literal(p.gid))";

	static final String PREPARED_SECONDS = seconds("p.prepared");

	/** Joins a lock with the prepared transaction that holds it: both have no backend. */
	static final String PREPARED_HOLDS = "l.pid IS NULL AND l.virtualtransaction OPERATOR(pg_catalog.=)"
			+ " (SELECT x.virtualtransaction FROM pg_catalog.pg_locks x WHERE x.pid IS NULL"
			+ " AND x.locktype OPERATOR(pg_catalog.=) 'transactionid'"
			+ " AND x.transactionid OPERATOR(pg_catalog.=) p.transaction LIMIT 1)";

	private BlockerRows() {
	}

	private static String seconds(String since) {
		return "EXTRACT(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) " + since + ")::bigint";
	}

	static Blocker read(Rows rows, int row) {
		String seconds = rows.value(row, "seconds");
		return new Blocker(Integer.parseInt(rows.required(row, "pid")), rows.value(row, "application_name"),
				rows.value(row, "usename"), rows.value(row, "state"), (seconds != null) ? Long.valueOf(seconds) : null,
				rows.value(row, "query"));
	}

}
