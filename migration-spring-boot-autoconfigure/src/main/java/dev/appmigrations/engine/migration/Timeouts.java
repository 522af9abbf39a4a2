package dev.appmigrations.engine.migration;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The limits that a script sets for its own statements.
 *
 * @param lock how long a statement may wait for a lock, {@code null} for as the session
 * has it
 * @param statement how long a statement may run, {@code null} for without limit
 */
public record Timeouts(@Nullable Duration lock, @Nullable Duration statement) {

	/** A script that sets none. */
	public static final Timeouts NONE = new Timeouts(null, null);

}
