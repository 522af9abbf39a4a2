package dev.appmigrations.engine.backfill;

import java.util.List;

/**
 * Tells whether a batch may run twice.
 *
 * @param walked what is walked
 */
record TwiceSame(WalkedScript walked) {

	/**
	 * Tells whether a second run would leave the same.
	 * @param key the key of a row
	 * @return whether that is known
	 */
	boolean holds(List<String> key) {
		return false;
	}

}
