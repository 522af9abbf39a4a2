package dev.appmigrations.engine.backfill;

import dev.appmigrations.engine.jdbc.Sql;

/**
 * A column of the key by which a table is walked.
 *
 * @param name its name
 * @param quoted its name as SQL, quoted where it has to be
 * @param type the type that its values are written and read as, with its schema and as
 * SQL: the base type where the column has a domain, without a length or a precision
 * @param operators the schema of the operators that order it, as SQL; that of an
 * extension for a type such as {@code citext}
 */
record KeyColumn(String name, String quoted, String type, String operators) {

	/**
	 * Returns an expression for a value.
	 * @param value the server's text of it
	 * @return a constant of the column's type
	 */
	String literal(String value) {
		return "CAST(" + Sql.literal(value) + " AS " + this.type + ")";
	}

	/**
	 * Returns an expression for the text that {@link #literal} takes.
	 * @param column an expression for the column
	 * @return an expression of type text
	 */
	String text(String column) {
		return "pg_catalog.format('%s', CAST(" + column + " AS " + this.type + "))";
	}

}
