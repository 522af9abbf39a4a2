package dev.appmigrations.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * The name of a table or a schema in a command line, written as in SQL: in lower case
 * whatever was typed, unless it is quoted.
 */
final class TableArgument {

	private static final Pattern PART = Pattern.compile("\\G(?:\"((?:[^\"]|\"\")+)\"|([^\".]+))(\\.|$)");

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
		List<String> parts = new ArrayList<>();
		Matcher part = PART.matcher(typed);
		boolean ended = false;
		while (!ended && part.find()) {
			String quoted = part.group(1);
			parts.add((quoted != null) ? quoted.replace("\"\"", "\"") : part.group(2).strip().toLowerCase(Locale.ROOT));
			ended = part.group(3).isEmpty();
		}
		if (!ended || parts.contains("") || parts.size() > mostParts) {
			throw new UsageException(option + " " + typed + " is not a name.",
					"Write for example " + option + " " + example + ", and with quotes what SQL wants quoted.");
		}
		return new ObjectName(parts);
	}

}
