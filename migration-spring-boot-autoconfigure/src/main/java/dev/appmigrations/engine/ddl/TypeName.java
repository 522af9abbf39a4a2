package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * The type of a column.
 *
 * @param name the name of the type; types with a syntax of their own by the server's name
 * ({@code int} is {@code pg_catalog.int4}, {@code timestamp with time zone} is
 * {@code pg_catalog.timestamptz}, {@code varchar} is {@code pg_catalog.varchar},
 * {@code char} is {@code pg_catalog.bpchar}); {@code serial} and the like stay as written
 * @param modifiers what stands in its parentheses, as written; an implied length of
 * {@code char} or {@code bit} is there as {@code 1}, and the fields of an interval
 * ({@code day to second}) come first
 * @param array whether it is an array
 * @param range where it stands in the statement
 */
public record TypeName(ObjectName name, List<String> modifiers, boolean array, TextRange range) {

	public TypeName {
		modifiers = List.copyOf(modifiers);
	}

	/**
	 * Tells whether the type is {@code serial}, {@code bigserial} or {@code smallserial}
	 * in one of their spellings.
	 * @return whether the column gets a sequence
	 */
	public boolean isSerial() {
		return this.name.parts().size() == 1 && switch (this.name.name()) {
			case "serial", "serial2", "serial4", "serial8", "bigserial", "smallserial" -> true;
			default -> false;
		};
	}

}
