package dev.appmigrations.command;

import dev.appmigrations.engine.migration.WrittenName;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * The name of a table or a schema in a command line, written as in SQL: in lower case
 * whatever was typed, unless it is quoted.
 */
final class TableArgument {

	private TableArgument() {
	}

	/**
	 * Reads the name of a table.
	 * @param option the option, for messages
	 * @param typed what was typed, such as {@code orders}, {@code shop.orders} or
	 * {@code "Orders"}
	 * @return the name, with its schema if there is one
	 * @throws UsageException if it is none
	 */
	static ObjectName table(String option, String typed) {
		return parse(option, typed, 2, "shop.orders");
	}

	/**
	 * Reads the name of a schema.
	 * @param option the option, for messages
	 * @param typed what was typed
	 * @return the name
	 * @throws UsageException if it is none
	 */
	static String schema(String option, String typed) {
		return parse(option, typed, 1, "shop").name();
	}

	private static ObjectName parse(String option, String typed, int mostParts, String example) {
		ObjectName name = WrittenName.typed(typed, 1, mostParts);
		if (name == null) {
			throw new UsageException(option + " " + typed + " is not a name.",
					"Write for example " + option + " " + example + ", and with quotes what SQL wants quoted.");
		}
		return name;
	}

}
