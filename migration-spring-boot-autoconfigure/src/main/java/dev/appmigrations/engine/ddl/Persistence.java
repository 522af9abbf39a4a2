package dev.appmigrations.engine.ddl;

/**
 * How long the rows of a table last.
 */
public enum Persistence {

	/** They are logged. */
	PERMANENT,

	/** A crash empties the table. */
	UNLOGGED,

	/** The table is dropped at the end of the session, or earlier. */
	TEMPORARY

}
