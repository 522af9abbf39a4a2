package dev.appmigrations.engine.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import dev.appmigrations.engine.report.SoakReport;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the soak of a contract migration is over. It begins at the later of these:
 * <ol>
 * <li>The last instance that does not know the migration has signed off, or counts as
 * gone.
 * <li>The migration was first seen waiting: an instance that knows it signed on, or
 * {@code contract} was called.
 * </ol>
 * Of what the registry does not know any more, nothing is concluded: without a row of
 * either kind the soak has not begun.
 *
 * @param generations all that the registry knows
 * @param now the server's time
 */
record Soak(List<Generation> generations, Instant now) {

	/**
	 * Returns since when a migration has been waiting.
	 * @param migration its name
	 * @return the time, {@code null} if it was never seen waiting
	 */
	@Nullable Instant seen(String migration) {
		return this.generations.stream()
			.filter((generation) -> generation.knows().contains(migration))
			.map(Generation::since)
			.min(Instant::compareTo)
			.orElse(null);
	}

	/**
	 * Returns when the soak of a migration is over.
	 * @param migration its name
	 * @param soak how long it takes
	 * @return the time, {@code null} if it has not begun
	 */
	@Nullable Instant end(String migration, Duration soak) {
		Instant begin = seen(migration);
		if (begin == null) {
			return null;
		}
		for (Generation generation : this.generations) {
			if (!generation.knows().contains(migration)) {
				if (generation.until().isAfter(this.now)) {
					return null;
				}
				begin = (generation.until().isAfter(begin)) ? generation.until() : begin;
			}
		}
		return begin.plus(soak);
	}

	/**
	 * Returns why a migration has to wait, beside those who are in the way.
	 * @param migration its name
	 * @param soak how long, and when that is over
	 * @return a line, {@code null} if it is over
	 */
	@Nullable String reason(String migration, SoakReport soak) {
		Instant end = soak.endsAt();
		if (end != null) {
			return (end.isAfter(this.now)) ? "soaks for " + soak.text() + " after the old release, until "
					+ end.truncatedTo(ChronoUnit.SECONDS) + " (" + SoakReport.text(Duration.between(this.now, end))
					+ " left)" : null;
		}
		return (seen(migration) != null) ? "soaks for " + soak.text() + " after that" : "soaks for " + soak.text()
				+ " from the first start of an instance that knows it, or the first attempt to apply it";
	}

}
