package dev.appmigrations.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.text.Lines;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * The log of backfills: a line for each change, and one a minute while batches run or an
 * operation waits. Several threads may write.
 */
final class BackfillLog implements MigrationListener {

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final VisibleLog logger;

	/** When the latest line was written, in nanoseconds, by the name of the backfill. */
	private final Map<String, Long> latest = new ConcurrentHashMap<>();

	BackfillLog(VisibleLog logger) {
		this.logger = logger;
	}

	@Override
	public void onEvent(MigrationEvent event) {
		if (event instanceof MigrationEvent.BackfillChanged changed) {
			this.latest.put(changed.backfill().name(), System.nanoTime());
			changed(changed.backfill());
		}
		else if (event instanceof MigrationEvent.BackfillProgressed progressed) {
			if (isDue(progressed.backfill())) {
				fields(progressed.backfill()).info("Backfill {}: {}", progressed.backfill().name(),
						progressed.backfill().text());
			}
		}
		else if (event instanceof MigrationEvent.BackfillAwaited awaited && isDue(awaited.backfill())) {
			this.logger.info("Waiting for {} s for the backfill {}: {}", awaited.waited().toSeconds(),
					awaited.backfill().name(), awaited.backfill().text());
		}
	}

	private VisibleLog fields(BackfillReport backfill) {
		return this.logger.with("name", backfill.name())
			.with("state", backfill.state())
			.with("rows", backfill.rows())
			.with("position", backfill.position());
	}

	private boolean isDue(BackfillReport backfill) {
		long now = System.nanoTime();
		Long before = this.latest.get(backfill.name());
		if (before != null && now - before < PAUSE.toNanos()) {
			return false;
		}
		this.latest.put(backfill.name(), now);
		return true;
	}

	private void changed(BackfillReport backfill) {
		String reason = backfill.reason();
		switch (state(backfill)) {
			case PENDING -> pending(backfill, reason);
			case RUNNING, VERIFYING -> open(backfill, reason);
			case PAUSED, CANCELLED -> this.logger.info("Backfill {} is {}{} ({})", backfill.name(), backfill.state(),
					(reason != null) ? ": " + reason : "", backfill.progress());
			case DONE -> fields(backfill).info("Backfill {} is done: {} rows", backfill.name(), backfill.rows());
			case FAILED -> fields(backfill).warn("Backfill {} has failed after {} rows, and waits for a decision: {}",
					backfill.name(), backfill.rows(),
					new Lines((backfill.lastError() != null) ? backfill.lastError() : String.valueOf(reason)));
		}
	}

	private void pending(BackfillReport backfill, @Nullable String reason) {
		if (reason != null) {
			this.logger.info("Backfill {} {}", backfill.name(), reason);
		}
		else {
			this.logger.info("Backfill {} of {} is left to be done in batches", backfill.name(), backfill.table());
		}
	}

	private void open(BackfillReport backfill, @Nullable String reason) {
		if (reason != null) {
			this.logger.info("Backfill {} waits: {} ({})", backfill.name(), reason, backfill.progress());
		}
		else if (BackfillState.VERIFYING.label().equals(backfill.state())) {
			this.logger.info("Backfill {} has walked {} rows; verifying that none is left", backfill.name(),
					backfill.rows());
		}
		else if (backfill.rows() == 0) {
			this.logger.info("Backfill {} of {} begins, in batches of {} rows{}", backfill.name(), backfill.table(),
					backfill.batchSize(),
					(backfill.estimate() != null) ? "; the table has about " + backfill.estimate() : "");
		}
		else {
			this.logger.info("Backfill {} goes on: {}", backfill.name(), backfill.progress());
		}
	}

	private static BackfillState state(BackfillReport backfill) {
		for (BackfillState state : BackfillState.values()) {
			if (state.label().equals(backfill.state())) {
				return state;
			}
		}
		return BackfillState.RUNNING;
	}

}
