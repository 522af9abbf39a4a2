package dev.appmigrations.engine.history;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Origin;

/**
 * What is recorded of a migration that was applied.
 *
 * @param migration the migration
 * @param recorder who recorded it
 * @param origin how it came to be applied
 * @param outOfOrder whether a later version was applied before
 * @param earlierMs milliseconds that were spent before the transaction of the record
 */
public record AppliedRecord(Migration migration, Recorder recorder, Origin origin, boolean outOfOrder, long earlierMs) {

}
