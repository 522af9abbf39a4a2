package dev.appmigrations.engine.plan;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.migration.Migration;

/**
 * An applied migration that is to be undone.
 *
 * @param row its row of the history
 * @param migration the migration, which has a rollback
 */
public record RollbackStep(AppliedMigration row, Migration migration) {

}
