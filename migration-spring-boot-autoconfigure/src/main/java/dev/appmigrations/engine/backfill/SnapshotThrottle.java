package dev.appmigrations.engine.backfill;

import java.time.Instant;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.options.ThrottleOptions;

/**
 * Gives way to old snapshots, because of which the old versions of the rows that batches
 * change cannot be removed: those of transactions and prepared ones of this database.
 */
final class SnapshotThrottle implements Throttle {

	private static final String QUERY = """
			SELECT o.label, EXTRACT(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) o.since)
			    ::pg_catalog.float8 AS age, o.hidden FROM (
			  SELECT pg_catalog.concat('session ', a.pid) AS label, a.xact_start AS since, false AS hidden
			  FROM pg_catalog.pg_stat_activity a WHERE a.backend_xmin IS NOT NULL AND a.xact_start IS NOT NULL
			    AND a.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
			    AND a.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()
			    AND a.pid OPERATOR(pg_catalog.<>) ALL (ARRAY(SELECT v.pid FROM pg_catalog.pg_stat_progress_vacuum v))
			  UNION ALL
			  SELECT pg_catalog.concat('prepared transaction ', p.gid), p.prepared, false
			  FROM pg_catalog.pg_prepared_xacts p
			  WHERE p.database OPERATOR(pg_catalog.=) pg_catalog.current_database()
			  UNION ALL
			  SELECT NULL, NULL, true WHERE NOT pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')
			    AND EXISTS (SELECT FROM pg_catalog.pg_stat_activity a
			      WHERE a.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
			      AND a.query OPERATOR(pg_catalog.=) '<insufficient privilege>')) o
			ORDER BY age DESC NULLS LAST
			""";

	private final Hysteresis limit;

	SnapshotThrottle(ThrottleOptions.Time limit) {
		this.limit = new Hysteresis(limit.stop().toMillis() / 1e3, limit.go().toMillis() / 1e3);
	}

	@Override
	public String query() {
		return QUERY;
	}

	@Override
	public Verdict judge(Rows rows, Instant now) {
		String unknown = null;
		for (int i = 0; i < rows.size(); i++) {
			if (rows.isTrue(i, "hidden")) {
				unknown = "how old the transactions of other roles are: GRANT pg_monitor, or pg_read_all_stats, to the role";
			}
		}
		String age = (rows.size() > 0) ? rows.value(0, "age") : null;
		double seconds = (age != null) ? Double.parseDouble(age) : 0;
		String reason = (this.limit.stops(seconds)) ? rows.value(0, "label") + " has had a snapshot for "
				+ Math.round(seconds / 60) + " min, so that dead rows cannot be removed" : null;
		return Verdict.of(reason, unknown);
	}

}
