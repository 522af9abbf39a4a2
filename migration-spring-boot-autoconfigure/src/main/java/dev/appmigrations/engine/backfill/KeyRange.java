package dev.appmigrations.engine.backfill;

import java.util.List;

/**
 * The rows of one batch: all whose key lies between two keys that exist.
 *
 * @param from the smallest key, a text for each column
 * @param to the greatest key
 * @param rows how many rows there were when the range was read
 */
record KeyRange(List<String> from, List<String> to, long rows) {

	KeyRange {
		from = List.copyOf(from);
		to = List.copyOf(to);
	}

}
