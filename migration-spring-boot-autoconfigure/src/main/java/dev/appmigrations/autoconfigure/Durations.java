package dev.appmigrations.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a property that is a duration may be.
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
