package dev.appmigrations.engine.watch;

import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.lock.ActivityText;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The message of a {@link PreFlight}. Partitions are found in {@code pg_inherits} and not
 * with {@code pg_partition_tree}, which locks them.
 */
final class PreFlightQuery {

	private static final int MOST = 50;

	private static final String HIDDEN = "'<insufficient privilege>'";

	/** The columns of a session, those that the role may not see being NULL. */
	private static final String SESSION = "a.application_name, a.usename, a.state, " + BlockerRows.SECONDS
			+ " AS seconds, CASE WHEN a.query OPERATOR(pg_catalog.<>) " + HIDDEN + " THEN " + ActivityText.QUERY
			+ " END AS query";

	private static final String MEMBERS = """
			WITH RECURSIVE wanted (number, space, name, modes) AS (VALUES %s),
			found AS (
			  SELECT w.number, w.modes, r.oid FROM wanted w CROSS JOIN LATERAL (
			    SELECT c.oid FROM pg_catalog.unnest(CASE WHEN w.space IS NULL THEN %s
			      ELSE ARRAY[w.space] END) WITH ORDINALITY AS p (space, place)
			    JOIN pg_catalog.pg_namespace n ON n.nspname OPERATOR(pg_catalog.=) p.space
			    JOIN pg_catalog.pg_class c ON c.relnamespace OPERATOR(pg_catalog.=) n.oid
			      AND c.relname OPERATOR(pg_catalog.=) w.name
			    ORDER BY p.place LIMIT 1) r
			),
			root AS (
			  SELECT f.number, f.modes, f.oid FROM found f
			  UNION ALL
			  SELECT f.number, f.modes, x.indrelid FROM found f JOIN pg_catalog.pg_index x
			    ON x.indexrelid OPERATOR(pg_catalog.=) f.oid
			),
			member (number, modes, oid) AS (
			  SELECT r.number, r.modes, r.oid FROM root r
			  UNION ALL
			  SELECT m.number, m.modes, i.inhrelid FROM member m JOIN pg_catalog.pg_inherits i
			    ON i.inhparent OPERATOR(pg_catalog.=) m.oid
			),
			locked AS MATERIALIZED (
			  SELECT m.number, l.pid, l.virtualtransaction, l.mode, l.granted,
			    pg_catalog.format('%%I.%%I', n.nspname, c.relname) AS relation
			  FROM member m
			  JOIN pg_catalog.pg_locks l ON l.relation OPERATOR(pg_catalog.=) m.oid
			    AND l.locktype OPERATOR(pg_catalog.=) 'relation'
			    AND l.database OPERATOR(pg_catalog.=) %s
			    AND l.mode OPERATOR(pg_catalog.=) ANY (m.modes)
			  JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) m.oid
			  JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
			  WHERE l.pid IS NULL OR l.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()
			)
			""";

	private static final String WRAPAROUND = "pg_catalog.strpos(a.query, '(to prevent wraparound)')"
			+ " OPERATOR(pg_catalog.>) 0";

	private static final String HOLDERS = "SELECT l.number, l.mode, l.granted, l.relation, a.pid, " + SESSION
			+ ", coalesce(a.backend_type OPERATOR(pg_catalog.=) 'autovacuum worker', false) AS autovacuum,"
			+ " coalesce(a.backend_type OPERATOR(pg_catalog.=) 'autovacuum worker' AND " + WRAPAROUND
			+ ", false) AS wraparound FROM locked l"
			+ " JOIN pg_catalog.pg_stat_activity a ON a.pid OPERATOR(pg_catalog.=) l.pid AND a.leader_pid IS NULL"
			+ " UNION ALL SELECT l.number, l.mode, l.granted, l.relation, 0, NULL, p.owner, "
			+ BlockerRows.PREPARED_STATE + ", " + BlockerRows.PREPARED_SECONDS + ", NULL, false, false FROM locked l"
			+ " JOIN pg_catalog.pg_prepared_xacts p ON " + BlockerRows.PREPARED_HOLDS + " ORDER BY seconds DESC"
			+ " NULLS LAST, pid, relation, number LIMIT " + MOST;

	/** Vacuums are not awaited (see PostgreSQL: WaitForOlderSnapshots in indexcmds.c). */
	private static final String OLDEST = "SELECT a.pid, " + SESSION + " FROM pg_catalog.pg_stat_activity a"
			+ " WHERE a.backend_xmin IS NOT NULL AND a.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()"
			+ " AND a.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()"
			+ " AND coalesce(a.backend_type OPERATOR(pg_catalog.<>) 'autovacuum worker', true)"
			+ " AND a.pid OPERATOR(pg_catalog.<>) ALL (ARRAY(SELECT v.pid FROM pg_catalog.pg_stat_progress_vacuum v))"
			+ " ORDER BY pg_catalog.age(a.backend_xmin) DESC, a.xact_start NULLS LAST, a.pid LIMIT 1";

	private static final String PREPARED = "SELECT 0 AS pid, NULL AS application_name, p.owner AS usename, "
			+ BlockerRows.PREPARED_STATE + " AS state, " + BlockerRows.PREPARED_SECONDS + " AS seconds, NULL AS query"
			+ " FROM pg_catalog.pg_prepared_xacts p"
			+ " WHERE p.database OPERATOR(pg_catalog.=) pg_catalog.current_database()" + " ORDER BY p.prepared LIMIT "
			+ BlockerRows.MOST;

	private static final String ALL_SEEN = "SELECT pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') AS all_seen";

	private final String path;

	private final StringJoiner wanted = new StringJoiner(", ");

	private int number;

	PreFlightQuery(@Nullable String schema) {
		this.path = Sql.schemas(schema, true);
	}

	/**
	 * Asks for a relation.
	 * @param relation its name
	 * @param modes the modes of locks that are in the way
	 */
	void add(ObjectName relation, Set<LockMode> modes) {
		List<String> parts = relation.parts();
		String space = (parts.size() > 1) ? Sql.name(parts.get(parts.size() - 2)) : "NULL::pg_catalog.name";
		StringJoiner names = new StringJoiner(", ", "ARRAY[", "]::pg_catalog.text[]");
		modes.forEach((mode) -> names.add(Sql.literal(mode.key())));
		this.wanted.add("(" + this.number++ + ", " + space + ", " + Sql.name(relation.name()) + ", " + names + ")");
	}

	/**
	 * Returns the statements of the message. Those that return rows are the settings, the
	 * holders of locks, the oldest snapshot, the prepared transactions, and whether the
	 * role sees all.
	 */
	List<String> statements() {
		return List.of("BEGIN ISOLATION LEVEL READ COMMITTED, READ ONLY",
				"SELECT pg_catalog.set_config('lock_timeout', '200ms', true),"
						+ " pg_catalog.set_config('statement_timeout', '2s', true)",
				MEMBERS.formatted(this.wanted, this.path, Sql.DATABASE) + HOLDERS, OLDEST, PREPARED, ALL_SEEN,
				"COMMIT");
	}

}
