package dev.appmigrations.engine.safety.rule;

import java.util.Locale;

/**
 * What the time that a statement takes depends on, once it has its locks.
 */
public enum Effect {

	/** Nothing: only the catalogue is changed. */
	BRIEF,

	/** The size of the table, which is read. */
	SCAN,

	/** The size of the table, of which an index is built. */
	INDEX_BUILD,

	/** The size of the table and all its indexes, which are written anew. */
	REWRITE,

	/** The number of rows that are changed. */
	ROWS;

	/**
	 * Returns the name for programs.
	 * @return the name in lower case with hyphens
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
