package dev.appmigrations.engine.plan;

import java.util.Locale;

/**
 * Where a migration stands.
 */
public enum MigrationState {

	/** It is applied and its file is as it was. */
	APPLIED,

	/** It is applied; its text has changed since. */
	CHANGED,

	/** It is applied; its file is gone. */
	MISSING,

	/** It is to be applied. */
	PENDING,

	/** It is repeatable and its text has changed: it is to be applied again. */
	OUTDATED;

	/**
	 * Returns the name that reports and the endpoint show.
	 * @return the name in lower case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
