package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.migration.DatabaseFacts;

/**
 * Reads what a schema holds that has no history.
 */
final class SchemaContentQuery {

	private static final int EXAMPLES = 3;

	private SchemaContentQuery() {
	}

	/**
	 * Reads it.
	 * @param session the connection
	 * @param facts name the schema
	 * @param table the name of the history table
	 * @return the number of its tables, and some of them
	 */
	static SchemaContent read(Session session, DatabaseFacts facts, String table) {
		if (facts.schema() == null) {
			return SchemaContent.NONE;
		}
		Rows rows = session.query(List.of("SELECT c.relname AS name, pg_catalog.count(*) OVER () AS total"
				+ " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
				+ " ON n.oid OPERATOR(pg_catalog.=) c.relnamespace WHERE n.nspname OPERATOR(pg_catalog.=) "
				+ Sql.literal(facts.schema()) + "::pg_catalog.name"
				+ " AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p}'::pg_catalog.\"char\"[])"
				// An instance signs on before anything is applied.
				+ " AND c.relname OPERATOR(pg_catalog.<>) " + Sql.literal(new HistoryTables("", table).instanceName())
				+ "::pg_catalog.name"
				+ " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid OPERATOR(pg_catalog.=) c.oid"
				+ " AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid"
				+ " AND d.deptype OPERATOR(pg_catalog.=) 'e'::pg_catalog.\"char\") ORDER BY 1 LIMIT " + EXAMPLES))
			.rows(0);
		List<String> examples = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			examples.add(rows.required(i, "name"));
		}
		return (examples.isEmpty()) ? SchemaContent.NONE
				: new SchemaContent(Integer.parseInt(rows.required(0, "total")), examples);
	}

}
