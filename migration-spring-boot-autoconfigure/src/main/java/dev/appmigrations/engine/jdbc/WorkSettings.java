package dev.appmigrations.engine.jdbc;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a session is to be while migrations run.
 *
 * @param schema comes first in the search path of the scripts, {@code null} for none
 * @param lockTimeout how long a statement may wait for a lock; zero for without limit
 * @param networkTimeout how long the server waits for a client that does not acknowledge
 * what it was sent, before it ends the session; zero for as long as its operating system
 * does
 */
public record WorkSettings(@Nullable String schema, Duration lockTimeout, Duration networkTimeout) {

}
