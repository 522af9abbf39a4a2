package dev.appmigrations.engine.history;

import java.util.List;

/**
 * The definition of the table of instances. It may be older than the history: an instance
 * signs on before it looks.
 */
public final class InstanceDdl {

	private InstanceDdl() {
	}

	/**
	 * Returns the statements that create the table, and its schema, if the schema is
	 * missing, and which fail if the table is there.
	 * @param tables the names of the tables
	 * @return statements
	 */
	public static List<String> create(HistoryTables tables) {
		return List.of(HistoryDdl.createSchema(tables),
				"CREATE TABLE " + tables.instanceTable()
						+ " (id pg_catalog.uuid PRIMARY KEY, application pg_catalog.text, release pg_catalog.text,"
						+ " host pg_catalog.text, application_name pg_catalog.text NOT NULL,"
						+ " contract_migrations pg_catalog.text[] NOT NULL,"
						+ " started_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),"
						+ " last_seen pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),"
						+ " lapses_at pg_catalog.timestamptz NOT NULL)");
	}

}
