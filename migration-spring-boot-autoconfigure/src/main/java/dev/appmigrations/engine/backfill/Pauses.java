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

	private boolean left;

	Pauses(BackfillContext context, WorkedRow row) {
		this.context = context;
		this.row = row;
	}

	/**
	 * Tells whether the work is to stop, because somebody wants that, or because a pause
	 * is due that is not made with a session of others.
	 */
	boolean isOver() {
		return this.left || this.context.stopped().getAsBoolean();
	}

	/**
	 * Waits, but not longer than until somebody wants it to stop. In a session of others
	 * it is only noted when the next batch may begin.
	 */
	void pause(Duration duration) {
		if (this.context.manner().shared()) {
			this.row.write(new BackfillTable.Changes().notBefore(duration));
			this.left = true;
			return;
		}
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
