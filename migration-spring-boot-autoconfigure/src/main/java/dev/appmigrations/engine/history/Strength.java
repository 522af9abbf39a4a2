package dev.appmigrations.engine.history;

/**
 * How much has to be known of our tables before they are used.
 */
public enum Strength {

	/**
	 * They are only read: nothing of them may run code while it is read, and the whole
	 * content must be visible. Any owner is accepted.
	 */
	READ,

	/**
	 * They are read by somebody who writes if the content says so: as for writing, except
	 * that a role that may not write to the history anyway accepts any owner.
	 */
	START,

	/** They are written to, and statements run because of what they say. */
	WRITE

}
