package dev.appmigrations.engine.execute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;

/**
 * The tables of a database and their columns at one moment, by what tells one from
 * another of the same name: its oid, the number of a column, and the file of its rows.
 *
 * @param tables the tables by oid
 */
record StoredTables(Map<String, Stored> tables) {

	private static final String READ = "SELECT c.oid AS oid, n.nspname AS schema, c.relname AS name,"
			+ " c.relfilenode AS file, a.attnum AS number, a.attname AS column FROM pg_catalog.pg_class c"
			+ " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
			+ " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) c.oid"
			+ " AND a.attnum OPERATOR(pg_catalog.>) '0'::pg_catalog.int2 AND NOT a.attisdropped"
			+ " WHERE (c.relkind OPERATOR(pg_catalog.=) 'r'::pg_catalog.\"char\""
			+ " OR c.relkind OPERATOR(pg_catalog.=) 'p'::pg_catalog.\"char\")" + " AND c.oid OPERATOR(pg_catalog.>=) "
			+ Sql.FIRST_USER_OID
			+ " AND NOT n.oid OPERATOR(pg_catalog.=) pg_catalog.pg_my_temp_schema() ORDER BY c.oid, a.attnum";

	/**
	 * Reads them.
	 * @param session the connection
	 * @return the tables
	 */
	static StoredTables read(Session session) {
		Rows rows = session.query(List.of(READ)).rows(0);
		Map<String, Stored> tables = new LinkedHashMap<>();
		for (int i = 0; i < rows.size(); i++) {
			int row = i;
			Stored table = tables.computeIfAbsent(rows.required(i, "oid"),
					(oid) -> new Stored(rows.required(row, "schema"), rows.required(row, "name"),
							rows.required(row, "file"), new LinkedHashMap<>()));
			String number = rows.value(i, "number");
			if (number != null) {
				table.columns().put(number, rows.required(i, "column"));
			}
		}
		return new StoredTables(tables);
	}

	/**
	 * Finds what these tables hold and others do not. To be called where these are there.
	 * @param session the connection
	 * @param after the tables that are left
	 * @return a clause for each table or column whose rows are lost
	 */
	List<String> lost(Session session, StoredTables after) {
		List<String> lost = new ArrayList<>();
		this.tables.forEach((oid, table) -> {
			Stored left = after.tables.get(oid);
			if (left == null) {
				if (holds(session, table, "true")) {
					lost.add("drops table " + table.visibleName() + ", which has rows");
				}
				return;
			}
			table.columns().forEach((number, column) -> {
				if (!left.columns().containsKey(number)
						&& holds(session, table, "NOT (t." + Sql.identifier(column) + " IS NULL)")) {
					lost.add("drops column " + Sql.visibleIdentifier(column) + " of table " + table.visibleName()
							+ ", which has values");
				}
			});
			if (!left.file().equals(table.file()) && holds(session, table, "true")) {
				lost.add("empties or rewrites table " + table.visibleName() + ", which has rows");
			}
		});
		return lost;
	}

	/** Where the role may not see the rows, there may be some. */
	private static boolean holds(Session session, Stored table, String condition) {
		QueryResult result = session.queryBehindCommit(
				List.of("SET LOCAL row_security = off",
						"SELECT EXISTS (SELECT FROM " + table.name() + " t WHERE " + condition + ") AS held"),
				List.of());
		return result.error() != null || result.rows(0).isTrue(0, "held");
	}

	/**
	 * A table.
	 *
	 * @param schema its schema
	 * @param table its name
	 * @param file the number of the file of its rows; changes with TRUNCATE, and where
	 * all rows are written anew
	 * @param columns its columns by their number
	 */
	record Stored(String schema, String table, String file, Map<String, String> columns) {

		private String name() {
			return Sql.identifier(this.schema) + "." + Sql.identifier(this.table);
		}

		private String visibleName() {
			return Sql.visibleIdentifier(this.schema) + "." + Sql.visibleIdentifier(this.table);
		}

	}

}
