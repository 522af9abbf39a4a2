package dev.appmigrations.engine.backfill;

import java.util.List;

/**
 * What is walked and by which statements.
 *
 * @param table the table
 * @param ranges reads where batches begin and end
 * @param script the statements
 */
record WalkedScript(WalkedTable table, KeyRanges ranges, BackfillScript script) {

	/** The statements for the rows between two keys. */
	List<String> statements(List<String> from, List<String> to) {
		return this.script.bind(this.ranges.literals(from), this.ranges.literals(to));
	}

}
