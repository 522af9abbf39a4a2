package dev.appmigrations.engine.time;

import java.time.Duration;

/**
 * How to wait: injected, so that tests of waiting need not wait.
 */
@FunctionalInterface
public interface Sleeper {

	/** Really sleeps. */
	Sleeper THREAD = (duration) -> Thread.sleep(duration.toMillis());

	/**
	 * Waits.
	 * @param duration for how long
	 * @throws InterruptedException if the thread is interrupted
	 */
	void sleep(Duration duration) throws InterruptedException;

}
