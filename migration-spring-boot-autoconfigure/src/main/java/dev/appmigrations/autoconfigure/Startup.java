package dev.appmigrations.autoconfigure;

/**
 * The action taken when the application starts.
 */
public enum Startup {

	/** Pending migrations are applied. */
	MIGRATE,

	/** The start fails if something is pending or wrong. Nothing is written. */
	VALIDATE,

	/**
	 * Pending migrations are applied when the web server answers already; the application
	 * is ready when they are done.
	 */
	BACKGROUND,

	/** Nothing. The endpoint shows how the database stands. */
	NONE

}
