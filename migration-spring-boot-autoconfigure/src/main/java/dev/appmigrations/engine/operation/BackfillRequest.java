package dev.appmigrations.engine.operation;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Which backfills are to be done, and how.
 *
 * @param name the name or the version of one, {@code null} for all
 * @param speed the share of the time in which batches may run, above 0 and at most 1; 0
 * for what the scripts say
 * @param timeout for how long to wait for those that others work on or that have to wait;
 * {@code null} for as long as it takes
 * @param waiting whether to wait only, and leave the work to others
 */
public record BackfillRequest(@Nullable String name, double speed, @Nullable Duration timeout, boolean waiting) {

	public BackfillRequest {
		if (speed < 0 || speed > 1) {
			throw new IllegalArgumentException("A share of the time is between 0 and 1, not " + speed);
		}
	}

	/**
	 * Asks for backfills to be done.
	 * @param name the name or the version of one, {@code null} for all
	 * @param speed the share of the time in which batches may run, above 0 and at most 1;
	 * 0 for what the scripts say
	 * @param timeout for how long to wait for those that others work on or that have to
	 * wait; {@code null} for as long as it takes
	 */
	public BackfillRequest(@Nullable String name, double speed, @Nullable Duration timeout) {
		this(name, speed, timeout, false);
	}

	/**
	 * Asks for all of them, as the scripts say.
	 * @return the request
	 */
	public static BackfillRequest all() {
		return new BackfillRequest(null, 0, null);
	}

	/**
	 * Asks for one of them, as its script says.
	 * @param name its name or its version
	 * @return the request
	 */
	public static BackfillRequest of(String name) {
		return new BackfillRequest(name, 0, null);
	}

	/**
	 * Waits for one of them, which others do.
	 * @param name its name or its version
	 * @return the request
	 */
	public static BackfillRequest await(String name) {
		return new BackfillRequest(name, 0, null, true);
	}

}
