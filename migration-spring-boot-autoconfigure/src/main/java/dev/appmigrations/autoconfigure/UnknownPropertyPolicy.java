package dev.appmigrations.autoconfigure;

/**
 * What becomes of names below {@code app.migrations} that do not exist.
 */
public enum UnknownPropertyPolicy {

	/** In files and among the arguments, they fail the start. */
	FAIL,

	/** They are logged. */
	WARN,

	/** Nothing. */
	IGNORE

}
