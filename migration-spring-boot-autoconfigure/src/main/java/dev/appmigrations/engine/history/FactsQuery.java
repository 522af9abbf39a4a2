package dev.appmigrations.engine.history;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.text.VisibleText;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * Reads the facts about the server, the database and the session.
 */
final class FactsQuery {

	private static final int OLDEST_SERVER = 140000;

	private final String statement;

	/**
	 * Creates a query.
	 * @param tables where the tables are
	 */
	FactsQuery(TableExpressions tables) {
		this.statement = "SELECT pg_catalog.current_setting('server_version') AS server_version,"
				+ " pg_catalog.current_setting('server_version_num') AS version_number,"
				+ " pg_catalog.current_database() AS database, current_user AS role,"
				+ " pg_catalog.current_setting('transaction_read_only') OPERATOR(pg_catalog.=) 'on' AS read_only,"
				+ " pg_catalog.pg_is_in_recovery() AS standby, pg_catalog.pg_backend_pid() AS backend, "
				+ tables.place() + " AS schema, " + tables.relation(tables.table()) + " IS NOT NULL AS history";
	}

	/** Returns the query, which has one row. */
	String statement() {
		return this.statement;
	}

	/**
	 * Reads the answer.
	 * @param rows the row of the query
	 * @param driverBackend the process id of the backend as the driver was told, 0 if it
	 * is not known
	 * @return the facts
	 * @throws MigrationException if the server, or the name of the schema, is one that
	 * cannot be used
	 */
	static DatabaseFacts read(Rows rows, int driverBackend) {
		int version = Integer.parseInt(rows.required(0, "version_number"));
		String product = "PostgreSQL " + rows.required(0, "server_version").split(" ", 2)[0];
		if (version < OLDEST_SERVER) {
			throw new MigrationException(ErrorCode.DATABASE_UNSUPPORTED,
					"The server is " + product + ", which is older than the oldest supported version, 14.",
					"Upgrade the server.", null);
		}
		String schema = rows.value(0, "schema");
		if (schema != null && VisibleText.isHidden(schema)) {
			throw new MigrationException(ErrorCode.HISTORY_UNUSABLE,
					"The search path leads to the schema " + Sql.visibleIdentifier(schema)
							+ ", whose name has characters that are not visible.",
					Message.of("Rename the schema, or choose another one with ").and(Setting.SCHEMA).and("."), null);
		}
		int backend = Integer.parseInt(rows.required(0, "backend"));
		return new DatabaseFacts(product, version, rows.required(0, "database"), rows.required(0, "role"), schema,
				rows.isTrue(0, "read_only"), rows.isTrue(0, "standby"), driverBackend != 0 && driverBackend != backend,
				backend);
	}

}
