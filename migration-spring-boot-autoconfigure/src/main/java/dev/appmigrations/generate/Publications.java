package dev.appmigrations.generate;

import dev.appmigrations.engine.shape.TableShape;

/**
 * Tables whose rows are sent to subscribers: a column that is added stops every
 * subscriber that lacks it.
 */
final class Publications {

	private Publications() {
	}

	/** Makes sure that each subscriber has a column before it is added. */
	static void check(TableShape table, ChangeRequest request, String statement) {
		if (!table.publications().isEmpty() && !request.has(Options.PUBLISHED)) {
			throw new RefusedChangeException(
					"Publication " + table.publications().get(0) + " sends the rows of " + table.sql()
							+ ": a subscriber that lacks the new column stops with an error.",
					"Run this on every subscriber first: " + statement + "; then say --" + Options.PUBLISHED + ".");
		}
	}

	/** Tells the linter that it is so. */
	static void allow(TableShape table, FileText file) {
		if (!table.publications().isEmpty()) {
			file.directive("allow-in-file", "published-table-changed each subscriber has the column already");
		}
	}

}
