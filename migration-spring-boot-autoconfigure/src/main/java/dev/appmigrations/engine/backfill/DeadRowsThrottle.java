package dev.appmigrations.engine.backfill;

import java.time.Instant;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.options.ThrottleOptions;
import org.jspecify.annotations.Nullable;

/**
 * Gives way to vacuum, when much of the table is dead rows; but not for ever, because a
 * vacuum may never come. After the longest pause, it waits for fewer dead rows before it
 * pauses again.
 */
final class DeadRowsThrottle implements Throttle {

	private static final String QUERY = """
			WITH RECURSIVE member (oid) AS (
			  SELECT %s
			  UNION ALL
			  SELECT i.inhrelid FROM member m JOIN pg_catalog.pg_inherits i
			    ON i.inhparent OPERATOR(pg_catalog.=) m.oid
			)
			SELECT coalesce(pg_catalog.sum(pg_catalog.pg_stat_get_dead_tuples(m.oid)), 0)::pg_catalog.int8 AS dead,
			  coalesce(pg_catalog.sum(pg_catalog.pg_stat_get_live_tuples(m.oid)), 0)::pg_catalog.int8 AS live
			FROM member m
			""";

	private final WalkedTable table;

	private final ThrottleOptions.DeadRows options;

	private final Hysteresis limit;

	/** Since when it pauses. */
	private @Nullable Instant since;

	DeadRowsThrottle(WalkedTable table, ThrottleOptions.DeadRows options) {
		this.table = table;
		this.options = options;
		this.limit = new Hysteresis(options.stop(), options.go());
	}

	@Override
	public String query() {
		return QUERY.formatted(WalkedTableSql.oid(String.valueOf(this.table.oid())));
	}

	@Override
	public Verdict judge(Rows rows, Instant now) {
		long dead = Long.parseLong(rows.required(0, "dead"));
		long all = dead + Long.parseLong(rows.required(0, "live"));
		double share = (dead < this.options.least()) ? 0 : (double) dead / all;
		if (!this.limit.stops(share)) {
			this.since = null;
			return Verdict.GO;
		}
		Instant since = this.since;
		if (since == null) {
			since = now;
			this.since = now;
		}
		return (since.plus(this.options.longest()).isAfter(now)) ? Verdict.stop(reason(share)) : Verdict.GO;
	}

	private String reason(double share) {
		return Math.round(share * 100) + " % of the rows of " + this.table.quoted()
				+ " are dead, and wait for a vacuum (ALTER TABLE … SET (autovacuum_vacuum_scale_factor = 0.01) lets it"
				+ " come earlier)";
	}

}
