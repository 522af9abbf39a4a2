package dev.appmigrations.engine.plan;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.ScriptPart;

/**
 * An applied migration that is to be undone.
 *
 * @param row its row of the history
 * @param migration the migration
 * @param down what undoes it
 */
public record RollbackStep(AppliedMigration row, Migration migration, ScriptPart down) {

}
