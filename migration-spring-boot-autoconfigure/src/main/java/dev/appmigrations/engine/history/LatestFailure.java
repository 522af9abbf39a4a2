package dev.appmigrations.engine.history;

import java.time.Instant;

import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A failure that is the last thing that happened to a migration.
 *
 * @param migration the name of the migration
 * @param direction whether it or its rollback failed
 * @param at when it failed last
 * @param ageSeconds how long ago that was, in seconds, by the clock of the server
 * @param count how many times in a row it failed in the same way
 * @param sqlState the server's code of the error, {@code null} if it is not the server's
 * @param error what went wrong, with its place in the file
 */
public record LatestFailure(String migration, Direction direction, @Nullable Instant at, @Nullable Long ageSeconds,
		int count, @Nullable String sqlState, @Nullable String error) {

	public LatestFailure {
		migration = VisibleText.line(migration);
		sqlState = VisibleText.lineOrNull(sqlState);
		error = VisibleText.linesOrNull(error);
	}

}
