package dev.appmigrations.engine.history;

import dev.appmigrations.engine.migration.Migration;
import org.jspecify.annotations.Nullable;

/**
 * The record of an attempt that failed.
 *
 * @param migration the migration
 * @param direction which part of it
 * @param recorder who tried
 * @param executionMs how long it ran, in milliseconds
 * @param sqlState the server's code, {@code null} if the error is not the server's
 * @param error what went wrong, with its place in the file
 */
public record FailedRecord(Migration migration, Progress.Direction direction, Recorder recorder, long executionMs,
		@Nullable String sqlState, String error) {

}
