package dev.appmigrations.engine.instance;

import dev.appmigrations.engine.report.MigrationReport;

/**
 * Is told whether an instance may serve, and when its sessions are to be replaced. Called
 * in a thread of the {@link MigratorInstance}.
 */
public interface InstanceListener {

	/**
	 * Others may take the instance for dead, and have removed what it needs.
	 * @param reason why, in words
	 */
	void suspended(String reason);

	/**
	 * The instance is known again, and nothing that it needs was removed meanwhile.
	 */
	void resumed();

	/**
	 * Contract migrations were applied or undone since the last heartbeat, by whoever it
	 * was. A session that has prepared a statement before may be refused it from now on,
	 * so that it is better replaced once nobody uses it.
	 */
	default void contracted() {
	}

	/**
	 * Tells whether the next heartbeat is to read how scripts and database stand.
	 * @return whether {@link #read} is to be called with that
	 */
	default boolean wantsReading() {
		return false;
	}

	/**
	 * Receives what a heartbeat has read because it was wanted.
	 * @param report how scripts and database stand
	 */
	default void read(MigrationReport report) {
	}

}
