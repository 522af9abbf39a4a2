package dev.appmigrations.engine.history;

import java.util.Locale;

/**
 * What has become of a backfill.
 */
public enum BackfillState {

	/** Nobody has begun it yet. */
	PENDING,

	/** Batches run, or wait for something. */
	RUNNING,

	/** A person has stopped it for a while. */
	PAUSED,

	/** All rows were walked, and whether any is left is being looked at. */
	VERIFYING,

	/** No row is left: it is applied as soon as the history says so. */
	DONE,

	/** It does not go on without a person. */
	FAILED,

	/** A person has given it up. */
	CANCELLED;

	/**
	 * Tells whether an instance may work on it.
	 * @return {@code false} where a person has to do something first, and where nothing
	 * is left to do
	 */
	public boolean isOpen() {
		return this == PENDING || this == RUNNING || this == VERIFYING;
	}

	/**
	 * Returns the name that is stored, and that reports show.
	 * @return the name in lower case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
