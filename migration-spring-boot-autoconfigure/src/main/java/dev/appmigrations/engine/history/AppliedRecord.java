package dev.appmigrations.engine.history;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Origin;
import org.jspecify.annotations.Nullable;

/**
 * The record of a migration that was applied.
 *
 * @param migration the migration
 * @param origin how it came to be applied
 * @param outOfOrder whether a later version was applied before
 * @param earlierMs milliseconds that were spent before the transaction of the record
 * @param downScript the text of the script that undoes it, to be kept; {@code null} for
 * none
 */
public record AppliedRecord(Migration migration, Origin origin, boolean outOfOrder, long earlierMs,
		@Nullable String downScript) {

}
