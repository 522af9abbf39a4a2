package dev.appmigrations.engine.history;

import java.util.Collection;
import java.util.List;

import dev.appmigrations.engine.jdbc.Sql;

/**
 * The statements that keep away from tables of other tools that would run somebody's code
 * when they are read. No tool's table has such code, whoever owns it.
 */
public final class ForeignTables {

	private static final String MARK = "app.migrations: reading it would run code";

	private ForeignTables() {
	}

	/**
	 * Returns the query for tables that run code.
	 * @param schema the schema of the tables
	 * @param tables their names
	 * @return a query with a row for each reason, with the name in {@code relation}
	 */
	public static String code(String schema, Collection<String> tables) {
		return inspection(schema, tables).findings();
	}

	/**
	 * Returns the statements that stand in front of a query of a table, in its
	 * transaction: the table stays as it is, and they fail if it runs code.
	 * @param schema the schema of the table
	 * @param table its name
	 * @return two statements, of which the second returns a row
	 */
	public static List<String> guards(String schema, String table) {
		return List.of("LOCK TABLE " + Sql.identifier(schema) + "." + Sql.identifier(table) + " IN ACCESS SHARE MODE",
				inspection(schema, List.of(table)).raising(MARK));
	}

	private static TableInspection inspection(String schema, Collection<String> tables) {
		return new TableInspection("NULL::pg_catalog.oid", Sql.names(tables), Sql.literal(schema), false,
				TableInspection.Use.FOREIGN);
	}

}
