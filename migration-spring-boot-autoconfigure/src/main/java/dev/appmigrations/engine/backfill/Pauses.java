package dev.appmigrations.engine.backfill;

import java.time.Duration;
import java.time.Instant;

import dev.appmigrations.engine.history.BackfillTable;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;

/**
 * Waits between batches, and keeps the lease meanwhile.
 */
final class Pauses {

	/** How long it takes at most until a wish to stop is heard. */
	private static final Duration LONGEST_SLEEP = Duration.ofMillis(250);

	private static final int BEATS_PER_LEASE = 3;

	private final BackfillContext context;

	private final WorkedRow row;

	Pauses(BackfillContext context, WorkedRow row) {
		this.context = context;
		this.row = row;
	}

	/** Waits, but not longer than until somebody wants it to stop. */
	void pause(Duration duration) {
		Instant end = this.context.clock().instant().plus(duration);
		Duration beat = this.context.options().lease().dividedBy(BEATS_PER_LEASE);
		Instant next = this.context.clock().instant().plus(beat);
		for (;;) {
			Instant now = this.context.clock().instant();
			Duration left = Duration.between(now, end);
			if (left.isNegative() || left.isZero() || this.context.stopped().getAsBoolean()) {
				return;
			}
			if (!now.isBefore(next)) {
				next = now.plus(beat);
				this.row.write(new BackfillTable.Changes());
			}
			sleep((left.compareTo(LONGEST_SLEEP) < 0) ? left : LONGEST_SLEEP);
		}
	}

	private void sleep(Duration duration) {
		try {
			this.context.sleeper().sleep(duration);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MigrationException(ErrorCode.INTERRUPTED, "The thread was interrupted between two batches.",
					"Start again: what is done stays done, and it goes on from there.", ex);
		}
	}

}
