package dev.appmigrations.engine.plan;

import dev.appmigrations.engine.migration.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * The content of a script for psql.
 *
 * @param down whether it undoes migrations
 * @param from the version of the database that it is made for: everything up to it is
 * applied and nothing else is; {@code null} for the database as it is
 * @param to the last version that is applied when it has run; {@code null} for all that
 * is pending, which a rollback does not have
 */
public record ScriptRequest(boolean down, @Nullable MigrationVersion from, @Nullable MigrationVersion to) {

	public ScriptRequest {
		if (down && to == null) {
			throw new IllegalArgumentException("A rollback has a version to go back to");
		}
	}

	/** Asks for what {@code up} would do. */
	public static final ScriptRequest UP = new ScriptRequest(false, null, null);

}
