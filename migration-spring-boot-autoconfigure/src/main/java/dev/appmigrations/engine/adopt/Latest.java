package dev.appmigrations.engine.adopt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * For tools that add a row where others change one: the latest row of a migration counts.
 */
final class Latest {

	private Latest() {
	}

	/**
	 * Marks the rows that a later one supersedes.
	 * @param rows the rows, in the order in which they were written
	 * @param key what the rows of one migration share
	 * @return the rows in the same order
	 */
	static List<ForeignRow> of(List<ForeignRow> rows, Function<ForeignRow, String> key) {
		List<ForeignRow> marked = new ArrayList<>(rows.size());
		Set<String> seen = new HashSet<>();
		for (int i = rows.size() - 1; i >= 0; i--) {
			ForeignRow row = rows.get(i);
			boolean counts = row.state() == ForeignRow.State.BOOKKEEPING || seen.add(key.apply(row));
			marked.add((counts) ? row : row.in(ForeignRow.State.SUPERSEDED));
		}
		Collections.reverse(marked);
		return marked;
	}

}
