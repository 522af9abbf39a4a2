package dev.appmigrations.engine.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.report.TrialReport;
import dev.appmigrations.engine.safety.trace.LockMode;
import org.jspecify.annotations.Nullable;

/**
 * Follows which locks a transaction takes on relations that others may be using: those
 * that were there before it. Locks are held to its end, so that only what is new, or
 * stronger, can be told from one observation to the next.
 */
public final class RelationLocks {

	private static final String HELD = "SELECT l.relation, l.mode FROM pg_catalog.pg_locks l"
			+ " WHERE l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()"
			+ " AND l.locktype OPERATOR(pg_catalog.=) 'relation' AND l.granted AND l.database OPERATOR(pg_catalog.=) "
			+ Sql.DATABASE;

	private final Session session;

	/** The names, because those that are dropped have none any more. */
	private final Map<String, String> names = new HashMap<>();

	private final Map<String, LockMode> held = new HashMap<>();

	/**
	 * Looks what is there before the transaction.
	 * @param session the connection
	 * @param tables are left out, with their sequences
	 */
	public RelationLocks(Session session, HistoryTables tables) {
		this.session = session;
		String own = "ANY (" + Sql.names(tables.names()) + ")";
		Rows rows = session.query(List.of("SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name"
				+ " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
				+ " ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
				+ " WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v,m,f,S}'::pg_catalog.\"char\"[])"
				+ " AND NOT pg_catalog.starts_with(n.nspname::pg_catalog.text, 'pg_')"
				+ " AND n.nspname OPERATOR(pg_catalog.<>) 'information_schema'"
				+ " AND NOT (n.nspname OPERATOR(pg_catalog.=) " + Sql.name(tables.schema())
				+ " AND (c.relname OPERATOR(pg_catalog.=) " + own + " OR EXISTS (SELECT FROM pg_catalog.pg_depend d"
				+ " JOIN pg_catalog.pg_class t ON t.oid OPERATOR(pg_catalog.=) d.refobjid"
				+ " WHERE d.objid OPERATOR(pg_catalog.=) c.oid"
				+ " AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid"
				+ " AND d.refclassid OPERATOR(pg_catalog.=) d.classid"
				+ " AND t.relnamespace OPERATOR(pg_catalog.=) n.oid"
				+ " AND c.relkind OPERATOR(pg_catalog.=) 'S'::pg_catalog.\"char\""
				+ " AND t.relname OPERATOR(pg_catalog.=) " + own + ")))"))
			.rows(0);
		for (int i = 0; i < rows.size(); i++) {
			this.names.put(rows.required(i, "oid"), rows.required(i, "name"));
		}
	}

	/**
	 * Looks which locks are new since the last look.
	 * @return the strongest for each relation, in alphabetical order
	 */
	public List<TrialReport.Lock> taken() {
		Rows rows = this.session.query(List.of(HELD)).rows(0);
		Map<String, LockMode> taken = new TreeMap<>();
		for (int i = 0; i < rows.size(); i++) {
			String relation = rows.required(i, "relation");
			LockMode mode = LockMode.of(rows.required(i, "mode"));
			String name = this.names.get(relation);
			if (name != null && mode != null && isStronger(mode, this.held.get(relation))) {
				this.held.put(relation, mode);
				taken.put(name, mode);
			}
		}
		List<TrialReport.Lock> locks = new ArrayList<>(taken.size());
		taken.forEach((name, mode) -> locks.add(new TrialReport.Lock(name, mode.sql())));
		return locks;
	}

	private static boolean isStronger(LockMode mode, @Nullable LockMode held) {
		return held == null || mode.compareTo(held) > 0;
	}

	/** The name of a mode as SQL and the documentation have it. */
	static String sql(String mode) {
		LockMode known = LockMode.of(mode);
		return (known != null) ? known.sql() : mode;
	}

}
