package dev.appmigrations.engine.migration;

import java.util.Locale;

/**
 * How a migration is run: once, or again whenever its text changes.
 */
public enum MigrationKind {

	/** Applied once, in the order of versions. */
	VERSIONED,

	/** Applied after all versioned ones, again whenever its checksum changes. */
	REPEATABLE;

	/**
	 * Returns the name that the history, the report and the endpoint show.
	 * @return the name in lower case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
