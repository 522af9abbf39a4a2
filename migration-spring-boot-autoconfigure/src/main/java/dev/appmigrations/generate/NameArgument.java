package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.migration.WrittenName;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * A name in a command line, written as in SQL: in lower case whatever was typed, unless
 * it is quoted.
 */
final class NameArgument {

	private static final int TABLE_PARTS = 2;

	private NameArgument() {
	}

	/** Reads the name of a table, a type or an index, with or without its schema. */
	static ObjectName relation(String typed) {
		return name(typed, 1, TABLE_PARTS, "orders or shop.orders");
	}

	/** Reads the name of a column with that of its table. */
	static Column column(String typed) {
		ObjectName name = name(typed, TABLE_PARTS, TABLE_PARTS + 1, "orders.note or shop.orders.note");
		List<String> parts = name.parts();
		return new Column(new ObjectName(parts.subList(0, parts.size() - 1)), name.name());
	}

	/** Reads a name without a qualifier. */
	static String simple(String typed) {
		return name(typed, 1, 1, "note").name();
	}

	/** Reads a list of columns. */
	static List<String> list(String typed) {
		List<String> names = new ArrayList<>();
		for (String part : typed.strip().replaceAll("^\\(|\\)$", "").split(",")) {
			names.add(simple(part.strip()));
		}
		return names;
	}

	private static ObjectName name(String typed, int least, int most, String example) {
		ObjectName name = WrittenName.typed(typed, least, most);
		if (name == null) {
			throw new RefusedChangeException("'" + typed + "' is not the name that belongs here.",
					"Write for example " + example + ", and with quotes what SQL wants quoted.");
		}
		return name;
	}

	/**
	 * A column and its table.
	 *
	 * @param table the name of the table
	 * @param name the name of the column
	 */
	record Column(ObjectName table, String name) {

	}

}
