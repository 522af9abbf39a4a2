package dev.appmigrations.autoconfigure.observation;

import dev.appmigrations.engine.migration.Migration;
import io.micrometer.observation.Observation;

/**
 * What is known of a migration that is observed.
 */
public final class MigrationObservationContext extends Observation.Context {

	private final String migrator;

	private final Migration migration;

	private final boolean rollback;

	private boolean done;

	/**
	 * Creates a context.
	 * @param migrator the name of the migrator's bean; {@code tenants} for all tenants
	 * @param migration the migration
	 * @param rollback whether it is undone
	 */
	public MigrationObservationContext(String migrator, Migration migration, boolean rollback) {
		this.migrator = migrator;
		this.migration = migration;
		this.rollback = rollback;
	}

	/**
	 * Returns the name of the migrator.
	 * @return the name of its bean
	 */
	public String getMigrator() {
		return this.migrator;
	}

	/**
	 * Returns the migration.
	 * @return the migration
	 */
	public Migration getMigration() {
		return this.migration;
	}

	/**
	 * Tells whether the migration is undone.
	 * @return {@code false} if it is applied
	 */
	public boolean isRollback() {
		return this.rollback;
	}

	/**
	 * Tells whether the migration was applied or undone.
	 * @return {@code false} if it has failed, and where it goes on in batches
	 */
	public boolean isDone() {
		return this.done;
	}

	void done() {
		this.done = true;
	}

}
