package dev.appmigrations.engine.migration;

import java.util.Locale;

/**
 * How a row came into the history.
 */
public enum Origin {

	/** This tool ran the migration. */
	APPLIED,

	/** Marked as applied without being run. */
	BASELINE,

	/** Taken over from another tool's history. */
	ADOPTED,

	/** Inserted by a person. */
	MANUAL;

	/**
	 * Returns the name that is stored in the history.
	 * @return the name in lower case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
