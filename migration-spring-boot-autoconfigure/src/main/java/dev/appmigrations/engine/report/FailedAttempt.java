package dev.appmigrations.engine.report;

import java.time.Duration;
import java.util.List;

/**
 * An attempt to run a part of a migration that was given up, because others held what it
 * needed.
 *
 * @param number the number of the attempt, from 1
 * @param reason what the server said
 * @param blockers who was in the way, as far as it could be seen
 * @param elapsed for how long it has been tried
 */
public record FailedAttempt(int number, String reason, List<Blocker> blockers, Duration elapsed) {

	public FailedAttempt {
		blockers = List.copyOf(blockers);
	}

}
