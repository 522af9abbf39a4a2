package dev.appmigrations.engine.rollout;

import java.time.Instant;
import java.util.Set;

/**
 * The instances, living or gone, that were made for the same contract migrations.
 *
 * @param knows the names of these migrations
 * @param since when the first of them signed on
 * @param until when the last of them signed off, or counts as gone
 */
record Generation(Set<String> knows, Instant since, Instant until) {

	public Generation {
		knows = Set.copyOf(knows);
	}

}
