package dev.appmigrations.engine.history;

import java.util.List;

import dev.appmigrations.engine.jdbc.Sql;

/**
 * A key that a table of ours has lost: a restore without its last section
 * ({@code pg_restore --section=pre-data}) leaves the tables without any, and so does a
 * copy by {@code CREATE TABLE … AS}.
 *
 * @param table the quoted name of the table
 * @param columns the columns of the key
 * @param primary whether it is the primary key
 * @param required whether records cannot do without it
 */
public record MissingKey(String table, List<String> columns, boolean primary, boolean required) {

	private static final int EXAMPLES = 10;

	public MissingKey {
		columns = List.copyOf(columns);
	}

	private String key() {
		return ((this.primary) ? "PRIMARY KEY (" : "UNIQUE (") + String.join(", ", this.columns) + ")";
	}

	/**
	 * Returns the statement that adds the key. It fails if rows are in the way of one
	 * that is required; where another one is concerned, it leaves it out with a warning.
	 * @return a statement
	 */
	public String statement() {
		String alter = "ALTER TABLE " + this.table + " ADD " + key();
		return (this.required) ? alter
				: "DO " + Sql.literal("BEGIN " + alter + "; EXCEPTION WHEN unique_violation OR not_null_violation THEN"
						+ " RAISE WARNING '%', " + Sql.literal(this + " cannot be added: rows are in the way")
						+ "; END");
	}

	/**
	 * Returns the query for the rows that are in its way.
	 * @return a query with the column {@code rows}, a line for each value that is there
	 * several times
	 */
	public String obstacles() {
		String columns = String.join(", ", this.columns);
		return "SELECT pg_catalog.concat_ws(', '::pg_catalog.text, " + columns
				+ ", pg_catalog.concat(pg_catalog.count(*), ' rows')) AS rows FROM " + this.table + " GROUP BY "
				+ columns + " HAVING pg_catalog.count(*) OPERATOR(pg_catalog.>) 1::pg_catalog.int8 ORDER BY 1 LIMIT "
				+ EXAMPLES + "::pg_catalog.int8";
	}

	/** Returns the key and its table. */
	@Override
	public String toString() {
		return key() + " of " + this.table;
	}

}
