package dev.appmigrations.engine.safety.rule;

import java.util.Locale;

/**
 * What a statement does to a running application.
 */
public enum Harm {

	/** Nobody can read or write a table while it lasts. */
	OFFLINE("reads and writes wait"),

	/** Nobody can write to a table while it lasts. */
	WRITES_BLOCKED("writes wait"),

	/** Instances of the release before fail, or lose data. */
	BREAKS_OLD_RELEASE("breaks the release that is running"),

	/** The statement ends in an error. */
	FAILS("fails"),

	/** Rows or objects are lost. */
	LOSES_DATA("loses data");

	private final String text;

	Harm(String text) {
		this.text = text;
	}

	/**
	 * Returns it in words.
	 * @return a phrase
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Returns the name for programs.
	 * @return the name in lower case with hyphens
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
