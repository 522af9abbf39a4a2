package dev.appmigrations.engine.operation;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Asks whether a release has taken over.
 *
 * @param release the release, as its instances name it
 * @param minAge for how long the youngest instance has to have sent heartbeats
 * @param timeout how long to wait for that; zero for not at all, {@code null} for as long
 * as it takes
 */
public record GateRequest(String release, Duration minAge, @Nullable Duration timeout) {

	public GateRequest {
		if (release.isBlank()) {
			throw new IllegalArgumentException("A release has a name");
		}
		if (minAge.isNegative() || (timeout != null && timeout.isNegative())) {
			throw new IllegalArgumentException("A time to wait is not negative");
		}
	}

}
