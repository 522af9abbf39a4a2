package dev.appmigrations.engine.history;

import java.time.Instant;

import dev.appmigrations.engine.migration.Migration;
import org.jspecify.annotations.Nullable;

/**
 * The record of a migration that another tool applied.
 *
 * @param migration the migration
 * @param appliedAt when the other tool applied it, {@code null} if it is not known
 * @param appliedBy the role or the author that the other tool names, {@code null} if it
 * names none
 * @param executionMs how long it ran, in milliseconds, {@code null} if it is not known
 * @param source the other tool and its table
 */
public record AdoptedMigration(Migration migration, @Nullable Instant appliedAt, @Nullable String appliedBy,
		@Nullable Long executionMs, String source) {

}
