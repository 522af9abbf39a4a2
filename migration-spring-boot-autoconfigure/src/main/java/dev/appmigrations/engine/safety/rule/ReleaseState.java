package dev.appmigrations.engine.safety.rule;

/**
 * Whether an older release may use the schema while a migration runs.
 */
public enum ReleaseState {

	/** The registry knows a live instance that is older. */
	ALIVE,

	/** Nobody has looked: as in a rolling deployment, there is one. */
	ASSUMED,

	/** There is none: the registry says so, or the database is new. */
	GONE

}
