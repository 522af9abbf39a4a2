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
	 * Returns the statements that create the table, and its schema, where they are
	 * missing.
	 * @param tables the names of the tables
	 * @return statements
	 */
	public static List<String> create(HistoryTables tables) {
		return List.of(HistoryDdl.createSchema(tables), "CREATE TABLE IF NOT EXISTS " + tables.instanceTable()
				+ " (id UUID PRIMARY KEY, application TEXT, release TEXT, host TEXT, application_name TEXT NOT NULL,"
				+ " contract_migrations TEXT[] NOT NULL, started_at TIMESTAMPTZ NOT NULL DEFAULT now(),"
				+ " last_seen TIMESTAMPTZ NOT NULL DEFAULT now(), lapses_at TIMESTAMPTZ NOT NULL)");
	}

}
