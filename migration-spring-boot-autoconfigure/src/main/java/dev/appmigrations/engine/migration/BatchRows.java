package dev.appmigrations.engine.migration;

import java.util.List;
import java.util.function.Supplier;

/**
 * The rows of a batch, for code.
 *
 * @param from the smallest key, the server's text for each column
 * @param to the greatest key
 * @param condition SQL that holds for these rows and no others of the table
 * @param keys reads the keys, and locks their rows until the transaction ends
 */
public record BatchRows(List<String> from, List<String> to, String condition, Supplier<List<List<String>>> keys) {

	public BatchRows {
		from = List.copyOf(from);
		to = List.copyOf(to);
	}

}
