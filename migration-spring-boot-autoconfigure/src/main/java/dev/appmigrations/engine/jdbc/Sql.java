package dev.appmigrations.engine.jdbc;

import java.util.Collection;
import java.util.List;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * Values and names as text of SQL.
 */
public final class Sql {

	/** An expression for the oid of the current database. */
	public static final String DATABASE = "(SELECT d.oid FROM pg_catalog.pg_database d"
			+ " WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())";

	/**
	 * The first oid of objects that are not built into the server (see PostgreSQL:
	 * src/include/access/transam.h, {@code FirstNormalObjectId}).
	 */
	public static final String FIRST_USER_OID = "16384::pg_catalog.oid";

	private Sql() {
	}

	/**
	 * Writes a string constant that means the same whatever a script has set
	 * {@code standard_conforming_strings} to.
	 * @param value the value, {@code null} for NULL
	 * @return the constant
	 */
	public static String literal(@Nullable String value) {
		if (value == null) {
			return "NULL";
		}
		if (value.indexOf('\'') < 0 && value.indexOf('\\') < 0 && value.indexOf('\0') < 0) {
			return "'" + value + "'";
		}
		// The server's text cannot hold NUL.
		String quoted = value.replace("\0", "").replace("'", "''");
		return (quoted.indexOf('\\') < 0) ? "'" + quoted + "'" : "E'" + quoted.replace("\\", "\\\\") + "'";
	}

	/**
	 * Reads an array of texts from its text. A cast could be somebody's own.
	 * @param text an expression of type text
	 * @return an expression of type text[]
	 */
	public static String texts(String text) {
		return "CASE WHEN " + text + " IS NOT NULL THEN ARRAY(SELECT e.value FROM"
				+ " pg_catalog.json_array_elements_text(pg_catalog.array_to_json(pg_catalog.array_in("
				+ "pg_catalog.textout(" + text + "), 25::pg_catalog.oid, -1))) WITH ORDINALITY AS e (value, place)"
				+ " ORDER BY e.place) END";
	}

	/**
	 * Writes a constant of type name, which the server cuts to the length of a name.
	 * @param name the name
	 * @return the constant
	 */
	public static String name(String name) {
		return literal(name) + "::pg_catalog.name";
	}

	/**
	 * Writes an array of type name.
	 * @param names the names
	 * @return the array
	 */
	public static String names(Collection<String> names) {
		// A loop, because a start with nothing to do needs it.
		StringBuilder array = new StringBuilder("ARRAY[");
		String separator = "";
		for (String name : names) {
			array.append(separator).append(literal(name));
			separator = ", ";
		}
		return array.append("]::pg_catalog.name[]").toString();
	}

	/**
	 * Writes an array of the schemas in which the server would look up a name.
	 * @param schema the schema that scripts look into before their search path, {@code
	 * null} for none
	 * @param implicit whether those that the server looks into by itself are among them
	 * @return the array, of type name
	 */
	public static String schemas(@Nullable String schema, boolean implicit) {
		return ((schema != null) ? names(List.of(schema)) + " OPERATOR(pg_catalog.||) " : "")
				+ "pg_catalog.current_schemas(" + implicit + ")";
	}

	/**
	 * Writes an identifier exactly as it is.
	 * @param name the name
	 * @return the quoted name
	 */
	public static String identifier(String name) {
		return "\"" + name.replace("\"", "\"\"") + "\"";
	}

	/**
	 * Writes an identifier for a statement that people read and copy: hidden characters
	 * in it are Unicode escapes, which mean the same (see PostgreSQL: the manual's
	 * section 4.1.1, "Identifiers and Key Words").
	 * @param name the name
	 * @return the quoted name
	 */
	public static String visibleIdentifier(String name) {
		if (!VisibleText.isHidden(name)) {
			return identifier(name);
		}
		StringBuilder escaped = new StringBuilder("U&\"");
		name.codePoints().forEach((codePoint) -> {
			String character = Character.toString(codePoint);
			if (codePoint == '"' || codePoint == '\\') {
				escaped.append(character).append(character);
			}
			else {
				escaped.append((VisibleText.isHidden(character)) ? "\\+%06X".formatted(codePoint) : character);
			}
		});
		return escaped.append('"').toString();
	}

}
