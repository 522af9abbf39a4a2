package dev.appmigrations.engine.safety.state;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.ddl.TypeName;
import dev.appmigrations.engine.safety.facts.ColumnFacts;

/**
 * The type of a column, so that one that a script writes can be compared with one that
 * the catalogue holds.
 *
 * @param schema the schema of the type, empty where a script does not say it
 * @param name the name by which the server knows it, for example {@code int4}
 * @param modifiers the numbers in its parentheses
 * @param array whether it is an array
 */
public record ColumnType(String schema, String name, List<Integer> modifiers, boolean array) {

	private static final Pattern MODIFIERS = Pattern.compile("\\(([0-9,\\s-]+)\\)");

	public ColumnType {
		modifiers = List.copyOf(modifiers);
	}

	/**
	 * Returns the type that a script writes.
	 * @param type the type in a statement
	 * @return the type
	 */
	public static ColumnType of(TypeName type) {
		List<String> parts = type.name().parts();
		String schema = (parts.size() > 1) ? parts.get(parts.size() - 2) : "";
		List<Integer> modifiers = new ArrayList<>();
		for (String modifier : type.modifiers()) {
			if (modifier.strip().matches("-?\\d{1,9}")) {
				modifiers.add(Integer.valueOf(modifier.strip()));
			}
		}
		String name = type.name().name();
		if (type.isSerial()) {
			return new ColumnType("pg_catalog", integerOf(name), List.of(), false);
		}
		return new ColumnType(schema, name, modifiers, type.array());
	}

	private static String integerOf(String serial) {
		return switch (serial) {
			case "bigserial", "serial8" -> "int8";
			case "smallserial", "serial2" -> "int2";
			default -> "int4";
		};
	}

	/**
	 * Returns the type that the catalogue holds.
	 * @param column a column of a table
	 * @return the type
	 */
	public static ColumnType of(ColumnFacts column) {
		List<String> parts = column.typeName().parts();
		String name = column.typeName().name();
		boolean array = column.type().endsWith("[]");
		List<Integer> modifiers = new ArrayList<>();
		Matcher matcher = MODIFIERS.matcher(column.type());
		if (column.modifier() >= 0 && matcher.find()) {
			for (String modifier : matcher.group(1).split(",")) {
				modifiers.add(Integer.valueOf(modifier.strip()));
			}
		}
		// The server names the type of an array after that of its elements.
		String element = (array && name.startsWith("_")) ? name.substring(1) : name;
		return new ColumnType((parts.size() > 1) ? parts.get(parts.size() - 2) : "", element, modifiers, array);
	}

	/**
	 * Tells whether it is a type of the server's own with one of some names.
	 * @param names the names, for example {@code int4}
	 * @return whether it is one of them, and no array
	 */
	public boolean is(String... names) {
		if (this.array || !(this.schema.isEmpty() || this.schema.equals("pg_catalog"))) {
			return false;
		}
		return List.of(names).contains(this.name);
	}

}
