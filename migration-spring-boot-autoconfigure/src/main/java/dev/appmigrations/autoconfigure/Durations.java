package dev.appmigrations.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Limits on properties that are durations.
 */
final class Durations {

	private Durations() {
	}

	static void notNegative(String property, @Nullable Duration duration) {
		if (duration != null && duration.isNegative()) {
			throw new IllegalArgumentException(property + " is negative");
		}
	}

}
