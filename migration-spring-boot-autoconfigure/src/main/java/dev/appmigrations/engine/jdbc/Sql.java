package dev.appmigrations.engine.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Values and names as text of SQL.
 */
public final class Sql {

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
		// The server's text cannot hold NUL.
		String quoted = value.replace("\0", "").replace("'", "''");
		return (quoted.indexOf('\\') < 0) ? "'" + quoted + "'" : "E'" + quoted.replace("\\", "\\\\") + "'";
	}

	/**
	 * Writes an identifier exactly as it is.
	 * @param name the name
	 * @return the quoted name
	 */
	public static String identifier(String name) {
		return "\"" + name.replace("\"", "\"\"") + "\"";
	}

}
