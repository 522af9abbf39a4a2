package dev.appmigrations.engine.backfill;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Knows what stands against the next batch: a run of migrations, or a throttle.
 */
final class Holds {

	/** How long to wait before another look. */
	static final Duration PAUSE = Duration.ofSeconds(1);

	/** The reason to wait, {@code null} if there is none. */
	@Nullable String reason(boolean migrating) {
		return (migrating) ? "migrations run" : null;
	}

	/** The share of the time in which batches may run at most. */
	double duty() {
		return 1;
	}

}
