package dev.appmigrations.engine.plan;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.migration.Migration;
import org.jspecify.annotations.Nullable;

/**
 * A row of the history beside the file that it stands for.
 *
 * @param row the row
 * @param migration the migration, {@code null} where its file is gone
 * @param state how the two fit together
 */
public record AppliedState(AppliedMigration row, @Nullable Migration migration, MigrationState state) {

}
