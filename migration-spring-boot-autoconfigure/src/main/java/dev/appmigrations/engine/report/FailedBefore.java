package dev.appmigrations.engine.report;

import java.time.Instant;
import java.util.List;

import dev.appmigrations.engine.history.LatestFailure;
import dev.appmigrations.engine.history.Progress.Direction;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a migration, or of its rollback, that nothing has followed.
 *
 * @param at when it failed last
 * @param ageSeconds how long ago that was, in seconds, by the clock of the server
 * @param count how many times in a row it failed in the same way
 * @param sqlState the server's code of the error, {@code null} if it is not the server's
 * @param error what went wrong, with its place in the file
 */
public record FailedBefore(@Nullable Instant at, @Nullable Long ageSeconds, int count, @Nullable String sqlState,
		@Nullable String error) {

	private static final String ERROR = "ERROR: ";

	private static final String PLACE = " failed at ";

	/**
	 * Returns the error in one line: the place in the file, and the server's message.
	 * @return one line, empty if nothing is known
	 */
	public String summary() {
		if (this.error == null) {
			return "";
		}
		List<String> lines = this.error.lines().toList();
		String first = (lines.isEmpty()) ? "" : lines.get(0);
		for (String line : lines) {
			if (line.startsWith(ERROR)) {
				int place = first.lastIndexOf(PLACE);
				return ((place >= 0) ? first.substring(place + PLACE.length()) + ": " : "")
						+ line.substring(ERROR.length());
			}
		}
		return first;
	}

	/**
	 * Finds the failure of a migration.
	 * @param failures of any migrations
	 * @param migration the name of the migration
	 * @param direction whether it or its rollback failed
	 * @return the failure, {@code null} if there is none
	 */
	static @Nullable FailedBefore find(List<LatestFailure> failures, String migration, Direction direction) {
		for (LatestFailure failure : failures) {
			if (failure.direction() == direction && failure.migration().equals(migration)) {
				return new FailedBefore(failure.at(), failure.ageSeconds(), failure.count(), failure.sqlState(),
						failure.error());
			}
		}
		return null;
	}

}
