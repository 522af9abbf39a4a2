package dev.appmigrations.engine.backfill;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.backfill.Throttle.Verdict;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.options.ThrottleOptions;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill gives way to, asked for at most every five seconds, in one message and
 * another one for the user's own query. What cannot be found out is told once, and holds
 * up nothing.
 */
final class Throttles {

	private static final VisibleLog logger = VisibleLog.of(Throttles.class);

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	/** The share of the time in which batches run beside an old snapshot. */
	private static final double SLOW = 0.1;

	private static final Map<String, String> LIMITS = Map.of("lock_timeout", "200ms", "statement_timeout", "5s");

	private final ReadTransaction transaction;

	private final ThrottleOptions options;

	private final Clock clock;

	private final List<Throttle> stopping = new ArrayList<>();

	private final @Nullable SnapshotThrottle snapshot;

	private final Set<String> told = new HashSet<>();

	private @Nullable Instant last;

	private @Nullable String reason;

	private @Nullable String slow;

	/**
	 * Creates throttles.
	 * @param session the connection, in no transaction
	 * @param table the table that is walked
	 * @param options what to give way to
	 * @param clock tells the time
	 */
	Throttles(Session session, WalkedTable table, ThrottleOptions options, Clock clock) {
		this.transaction = new ReadTransaction(session, LIMITS);
		this.options = options;
		this.clock = clock;
		if (options.replicaLag() != null) {
			this.stopping.add(new ReplicaLagThrottle(options.replicaLag()));
		}
		if (options.slots() != null) {
			this.stopping.add(new SlotThrottle(options.slots()));
		}
		if (options.deadRows() != null) {
			this.stopping.add(new DeadRowsThrottle(table, options.deadRows()));
		}
		this.snapshot = (options.snapshot() != null) ? new SnapshotThrottle(options.snapshot()) : null;
	}

	/**
	 * Returns why to pause.
	 * @return the reasons, {@code null} if there is none
	 * @throws DatabaseErrorException if the connection is lost
	 */
	@Nullable String reason() {
		refresh();
		return this.reason;
	}

	/**
	 * Returns how much of the time batches may run.
	 * @return a share, 0 for no limit
	 * @throws DatabaseErrorException if the connection is lost
	 */
	double duty() {
		refresh();
		return (this.slow != null) ? SLOW : 0;
	}

	/**
	 * Returns why batches run for a small share of the time only.
	 * @return the reason, {@code null} if there is none
	 * @throws DatabaseErrorException if the connection is lost
	 */
	@Nullable String slowdown() {
		refresh();
		return this.slow;
	}

	private void refresh() {
		Instant now = this.clock.instant();
		if (this.last != null && now.isBefore(this.last.plus(INTERVAL))) {
			return;
		}
		List<String> reasons = new ArrayList<>();
		window(now, reasons);
		if (reasons.isEmpty()) {
			ask(now, reasons);
			askUser(reasons);
		}
		this.reason = (reasons.isEmpty()) ? null : String.join("; ", reasons);
		this.last = now;
	}

	private void window(Instant now, List<String> reasons) {
		ThrottleOptions.Window window = this.options.window();
		if (window == null) {
			return;
		}
		LocalTime time = LocalTime.ofInstant(now, window.zone());
		boolean begun = !time.isBefore(window.from());
		boolean ended = !time.isBefore(window.to());
		boolean inside = (window.from().isBefore(window.to())) ? begun && !ended : begun || !ended;
		if (!inside) {
			reasons.add("it runs in the time " + window + " only");
		}
	}

	private void ask(Instant now, List<String> reasons) {
		List<Throttle> all = new ArrayList<>(this.stopping);
		if (this.snapshot != null) {
			all.add(this.snapshot);
		}
		if (all.isEmpty()) {
			return;
		}
		QueryResult result = this.transaction.run(all.stream().map(Throttle::query).toList());
		if (result.error() != null) {
			unknown(result.error(), "knowing what to give way to");
			return;
		}
		int first = result.rows().size() - all.size();
		for (int i = 0; i < all.size(); i++) {
			Verdict verdict = all.get(i).judge(result.rows(first + i), now);
			if (verdict.unknown() != null) {
				tell("knowing " + verdict.unknown() + " to see it");
			}
			if (all.get(i) == this.snapshot) {
				slowDown(verdict.reason());
			}
			else if (verdict.reason() != null) {
				reasons.add(verdict.reason());
			}
		}
	}

	private void slowDown(@Nullable String reason) {
		if (reason != null && this.slow == null) {
			logger.info("Batches run for a tenth of the time only: {}", reason);
		}
		this.slow = reason;
	}

	private void askUser(List<String> reasons) {
		String sql = this.options.sql();
		if (sql == null) {
			return;
		}
		QueryResult result = this.transaction
			.run(List.of(ReadTransaction.AROUND_SCRIPT + "SELECT * FROM (\n" + sql + "\n) AS throttle LIMIT 1"));
		if (result.error() != null) {
			unknown(result.error(), "the answer to the query that throttles it");
			return;
		}
		Rows rows = result.rows(result.rows().size() - 1);
		String answer = (rows.size() > 0 && !rows.columns().isEmpty()) ? rows.value(0, 0) : null;
		if (answer != null) {
			reasons.add(answer);
		}
	}

	private void unknown(DatabaseError error, String what) {
		if (error.connectionLost()) {
			throw new DatabaseErrorException(error);
		}
		tell(what + ": " + error.text());
	}

	private void tell(String warning) {
		if (this.told.add(warning)) {
			logger.warn("A backfill goes on without {}", warning);
		}
	}

}
