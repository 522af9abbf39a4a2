package dev.appmigrations.engine.history;

import org.jspecify.annotations.Nullable;

/**
 * The author of records in the history, beside the role that the server knows.
 *
 * @param from the host and the application, for example {@code web-1 (shop)}
 * @param release the release of the application, {@code null} if it is not known
 */
public record Recorder(String from, @Nullable String release) {

}
