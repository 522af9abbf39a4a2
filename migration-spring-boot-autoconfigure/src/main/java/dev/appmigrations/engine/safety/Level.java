package dev.appmigrations.engine.safety;

import java.util.Locale;

/**
 * How bad a finding is for this database.
 */
public enum Level {

	/** Not looked for. */
	OFF,

	/** Worth knowing. */
	INFO,

	/** Harmful, as far as that is known. */
	WARN,

	/** Harmful. */
	FAIL;

	/**
	 * Returns the name that properties, commands and reports use.
	 * @return the name in lower case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
