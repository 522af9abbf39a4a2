package dev.appmigrations.engine.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for something that is looked at again and again, up to a deadline. The pauses
 * grow, so that what takes long is asked less often.
 */
public final class Poll {

	private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	private final Clock clock;

	private final Sleeper sleeper;

	private final Instant start;

	private final @Nullable Duration timeout;

	private Duration pause = FIRST_PAUSE;

	/**
	 * Starts to wait.
	 * @param clock tells the time
	 * @param sleeper lets time pass
	 * @param timeout for how long, {@code null} for without limit
	 */
	public Poll(Clock clock, Sleeper sleeper, @Nullable Duration timeout) {
		this.clock = clock;
		this.sleeper = sleeper;
		this.start = clock.instant();
		this.timeout = timeout;
	}

	/**
	 * Tells how long the wait has been.
	 * @return the time since the start
	 */
	public Duration elapsed() {
		return Duration.between(this.start, this.clock.instant());
	}

	/**
	 * Waits until the next attempt is due.
	 * @return whether there is time left; if not, it did not wait
	 * @throws MigrationException if the thread is interrupted
	 */
	public boolean pause() {
		Duration left = (this.timeout != null) ? this.timeout.minus(elapsed()) : this.pause;
		if (left.isNegative() || left.isZero()) {
			return false;
		}
		try {
			this.sleeper.sleep((left.compareTo(this.pause) < 0) ? left : this.pause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MigrationException(ErrorCode.INTERRUPTED, "The thread was interrupted while it waited.",
					"Start again: nothing was left half-done.", ex);
		}
		Duration longer = this.pause.multipliedBy(2);
		this.pause = (longer.compareTo(LONGEST_PAUSE) > 0) ? LONGEST_PAUSE : longer;
		return true;
	}

}
