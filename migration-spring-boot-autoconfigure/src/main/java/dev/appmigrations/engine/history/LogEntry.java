package dev.appmigrations.engine.history;

import java.time.Instant;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log.
 *
 * @param migration the name of the migration
 * @param action what happened, for example {@code applied}
 * @param at when it happened last
 * @param count how many times in a row
 * @param executionMs how long it ran, in milliseconds
 * @param by the role
 * @param from the host and the application
 * @param release the release of the application
 * @param sqlState the server's code of an error
 * @param error what went wrong
 */
public record LogEntry(String migration, String action, @Nullable Instant at, int count, @Nullable Long executionMs,
		@Nullable String by, @Nullable String from, @Nullable String release, @Nullable String sqlState,
		@Nullable String error) {

	public LogEntry {
		migration = VisibleText.line(migration);
		action = VisibleText.line(action);
		by = VisibleText.lineOrNull(by);
		from = VisibleText.lineOrNull(from);
		release = VisibleText.lineOrNull(release);
		sqlState = VisibleText.lineOrNull(sqlState);
		error = VisibleText.linesOrNull(error);
	}

}
