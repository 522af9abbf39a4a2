package dev.appmigrations.engine.instance;

/**
 * Is told whether an instance may serve. Called in a thread of the
 * {@link MigratorInstance}.
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

}
