package dev.appmigrations.engine.plan;

import dev.appmigrations.engine.migration.Migration;

/**
 * A migration that is to be applied.
 *
 * @param migration the migration
 * @param state {@link MigrationState#PENDING} or {@link MigrationState#OUTDATED}
 * @param outOfOrder whether a later version is applied already
 */
public record MigrationStep(Migration migration, MigrationState state, boolean outOfOrder) {

}
