package dev.appmigrations.engine.history;

import dev.appmigrations.engine.jdbc.Sql;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables are, as SQL: in a schema that was chosen, or where the search path
 * finds them.
 *
 * @param schema the schema of the tables; {@code null} for the one where the search path
 * finds the history, or else the current schema
 * @param table the name of the history table
 */
record TableExpressions(@Nullable String schema, String table) {

	/** The oid of pg_class, which is fixed: see PostgreSQL's pg_class.h. */
	private static final String PG_CLASS = "1259::pg_catalog.oid";

	/** Returns whether the schema was chosen. */
	boolean named() {
		return this.schema != null;
	}

	/** Returns the quoted name of the history. */
	String name() {
		return name(this.table);
	}

	/** Without a schema, the name is left to the search path. */
	String name(String ours) {
		return ((this.schema != null) ? Sql.identifier(this.schema) + "." : "") + Sql.identifier(ours);
	}

	/**
	 * Makes an expression of one of our tables, which is NULL where it does not exist.
	 */
	String relation(String ours) {
		return "pg_catalog.to_regclass(" + Sql.literal(name(ours)) + ")";
	}

	/**
	 * Tells, as an expression, whether one of our tables that the search path finds is
	 * the one beside the history, and not that of another history.
	 */
	String beside(String ours) {
		return (named()) ? "true" : relation(ours) + "::pg_catalog.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass("
				+ nameExpression(ours) + ")::pg_catalog.oid";
	}

	/**
	 * Tells, as an expression, in which schema the history is, or will be. The function
	 * quotes what it returns where that is necessary (see pg_identify_object in
	 * PostgreSQL's src/backend/catalog/objectaddress.c); a join of pg_class and
	 * pg_namespace in its place costs the server several times as much, for its plan.
	 */
	String place() {
		return (this.schema != null) ? Sql.literal(this.schema)
				: "coalesce((pg_catalog.parse_ident((pg_catalog.pg_identify_object(" + PG_CLASS + ", "
						+ relation(this.table) + "::pg_catalog.oid, 0)).schema))[1], pg_catalog.current_schema())";
	}

	/**
	 * Makes, as an expression, the quoted name of one of our tables with its schema, as
	 * {@link HistoryTables} does.
	 */
	String nameExpression(String ours) {
		return "'\"'::pg_catalog.text OPERATOR(pg_catalog.||) pg_catalog.replace(" + place()
				+ "::pg_catalog.text, '\"', '\"\"') OPERATOR(pg_catalog.||) "
				+ Sql.literal("\"." + Sql.identifier(ours)) + "::pg_catalog.text";
	}

}
