package dev.appmigrations.engine.migration;

import java.util.Locale;

/**
 * When a migration may run in a rollout: {@code expand} before the new release,
 * {@code contract} when the old one is gone.
 */
public enum Phase {

	/** Compatible with the release that is running: the default. */
	EXPAND,

	/** Breaks the release that is running. */
	CONTRACT;

	/**
	 * Returns the name that the directive, the history and the reports use.
	 * @return the name in lower case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
