package dev.appmigrations.engine.options;

import java.time.Duration;

/**
 * How long migrations may make others wait for a table: a statement that waits for its
 * lock holds up everybody who comes after it.
 *
 * @param lockTimeout how long one statement waits for a lock before its transaction is
 * rolled back (PostgreSQL's {@code lock_timeout}); zero for without limit
 * @param lockRetryTimeout for how long it is tried anew, waiting and pauses included;
 * zero for not at all
 */
public record LockLimits(Duration lockTimeout, Duration lockRetryTimeout) {

	/**
	 * Two seconds are more than {@code deadlock_timeout}, after which autovacuum gives
	 * way to who waits for it.
	 */
	public static final LockLimits DEFAULT = new LockLimits(Duration.ofSeconds(2), Duration.ofMinutes(5));

	public LockLimits {
		if (lockTimeout.isNegative() || lockRetryTimeout.isNegative()) {
			throw new IllegalArgumentException("A time to wait for a lock is not negative");
		}
	}

}
