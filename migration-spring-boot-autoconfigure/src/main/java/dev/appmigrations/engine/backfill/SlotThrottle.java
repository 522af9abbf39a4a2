package dev.appmigrations.engine.backfill;

import java.time.Instant;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.options.ThrottleOptions;

/**
 * Gives way to replication slots that retain much WAL, or lose what they need: see
 * PostgreSQL's manual, section 53.20, pg_replication_slots.
 */
final class SlotThrottle implements Throttle {

	private static final String QUERY = """
			SELECT s.slot_name, s.wal_status, coalesce(pg_catalog.pg_wal_lsn_diff(
			  CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
			    ELSE pg_catalog.pg_current_wal_lsn() END, s.restart_lsn), 0)::pg_catalog.int8 AS retained
			FROM pg_catalog.pg_replication_slots s
			ORDER BY retained DESC
			""";

	private static final double MEBIBYTE = 1 << 20;

	private final Hysteresis limit;

	SlotThrottle(ThrottleOptions.Size limit) {
		this.limit = new Hysteresis(limit.stop(), limit.go());
	}

	@Override
	public String query() {
		return QUERY;
	}

	@Override
	public Verdict judge(Rows rows, Instant now) {
		double retained = (rows.size() > 0) ? Double.parseDouble(rows.required(0, "retained")) : 0;
		boolean stops = this.limit.stops(retained);
		for (int i = 0; i < rows.size(); i++) {
			String status = String.valueOf(rows.value(i, "wal_status"));
			if (status.equals("unreserved")) {
				return Verdict.stop("the replication slot " + rows.value(i, "slot_name") + " is about to lose WAL");
			}
			if (status.equals("lost")) {
				return Verdict.stop("the replication slot " + rows.value(i, "slot_name")
						+ " has lost WAL: drop it, or make its subscriber anew");
			}
		}
		return (stops) ? Verdict.stop("the replication slot " + rows.value(0, "slot_name") + " retains "
				+ Math.round(retained / MEBIBYTE) + " MB of WAL") : Verdict.GO;
	}

}
