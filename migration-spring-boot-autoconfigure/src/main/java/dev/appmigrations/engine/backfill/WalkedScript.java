package dev.appmigrations.engine.backfill;

import java.util.List;

/**
 * What is walked, and what is done with its rows.
 *
 * @param table the table
 * @param ranges reads where batches begin and end
 * @param action what is done
 */
record WalkedScript(WalkedTable table, KeyRanges ranges, BatchAction action) {

	/** What is done with rows that need not stand beside each other. */
	BatchStep alone(List<List<String>> keys) {
		return this.action.step(keys.stream().map((key) -> new KeyRange(key, key, 1)).toList());
	}

}
