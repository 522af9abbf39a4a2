package dev.appmigrations.engine.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.options.ThrottleOptions;
import org.jspecify.annotations.Nullable;

/**
 * Gives way to standbys that are behind with replaying. PostgreSQL's {@code replay_lag}
 * is that of the last change which a standby has replayed (see its manual, section
 * 27.2.4): one that replays nothing at all is seen by its position, which stays where it
 * is.
 */
final class ReplicaLagThrottle implements Throttle {

	private static final String QUERY = """
			SELECT r.pid, r.application_name, r.state, r.replay_lsn,
			  EXTRACT(epoch FROM r.replay_lag)::pg_catalog.float8 AS lag,
			  r.replay_lsn OPERATOR(pg_catalog.<) r.sent_lsn AND NOT EXISTS (SELECT
			    FROM pg_catalog.pg_replication_slots s WHERE s.active_pid OPERATOR(pg_catalog.=) r.pid
			    AND s.slot_type OPERATOR(pg_catalog.=) 'logical') AS behind
			FROM pg_catalog.pg_stat_replication r
			WHERE coalesce(r.state OPERATOR(pg_catalog.=) 'streaming', true)
			""";

	private final Hysteresis limit;

	/** Where each standby has been since when. */
	private final Map<String, Position> positions = new HashMap<>();

	ReplicaLagThrottle(ThrottleOptions.Time limit) {
		this.limit = new Hysteresis(limit.stop().toMillis() / 1e3, limit.go().toMillis() / 1e3);
	}

	@Override
	public String query() {
		return QUERY;
	}

	@Override
	public Verdict judge(Rows rows, Instant now) {
		double worst = 0;
		String name = "";
		String unknown = null;
		for (int i = 0; i < rows.size(); i++) {
			if (rows.value(i, "state") == null) {
				unknown = "how far standbys are behind: GRANT pg_monitor, or pg_read_all_stats, to the role";
				continue;
			}
			double lag = lag(rows, i, now);
			if (lag > worst) {
				worst = lag;
				name = String.valueOf(rows.value(i, "application_name"));
			}
		}
		String reason = (this.limit.stops(worst)) ? "the standby " + name + " is " + Math.round(worst) + " s behind"
				: null;
		return Verdict.of(reason, unknown);
	}

	private double lag(Rows rows, int row, Instant now) {
		String reported = rows.value(row, "lag");
		double lag = (reported != null) ? Double.parseDouble(reported) : 0;
		if (!rows.isTrue(row, "behind")) {
			this.positions.remove(rows.required(row, "pid"));
			return lag;
		}
		Position position = this.positions.compute(rows.required(row, "pid"),
				(pid, before) -> Position.next(before, rows.value(row, "replay_lsn"), now));
		return Math.max(lag, Duration.between(position.since(), now).toMillis() / 1e3);
	}

	private record Position(@Nullable String lsn, Instant since) {

		static Position next(@Nullable Position before, @Nullable String lsn, Instant now) {
			return (before != null && String.valueOf(before.lsn()).equals(String.valueOf(lsn))) ? before
					: new Position(lsn, now);
		}

	}

}
