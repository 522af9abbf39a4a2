package dev.appmigrations.engine.plan;

/**
 * What becomes of a run that meets something unusual.
 */
public enum Policy {

	/** It goes on and says nothing. */
	ALLOW,

	/** It goes on, and a warning tells of it. */
	WARN,

	/** Nothing runs. */
	REJECT

}
