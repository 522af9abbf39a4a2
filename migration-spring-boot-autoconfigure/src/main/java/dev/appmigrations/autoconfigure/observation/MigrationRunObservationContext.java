package dev.appmigrations.autoconfigure.observation;

import io.micrometer.observation.Observation;

/**
 * What is known of a run that is observed.
 */
public final class MigrationRunObservationContext extends Observation.Context {

	private final String migrator;

	private int applied;

	/**
	 * Creates a context.
	 * @param migrator the name of the migrator's bean; {@code tenants} for all tenants
	 */
	public MigrationRunObservationContext(String migrator) {
		this.migrator = migrator;
	}

	/**
	 * Returns the name of the migrator.
	 * @return the name of its bean
	 */
	public String getMigrator() {
		return this.migrator;
	}

	/**
	 * Returns how many migrations the run has applied or undone.
	 * @return the number, which is complete when the run has ended
	 */
	public int getApplied() {
		return this.applied;
	}

	void oneApplied() {
		this.applied++;
	}

}
