package dev.appmigrations.engine.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.jdbc.Sql;

/**
 * The definition of this tool's tables. The first three columns of the history are what
 * other tools and people query and insert; all others may be NULL.
 */
final class HistoryDdl {

	static final List<String> IDENTITY = List.of("id", "migration_name", "applied_at");

	static final Map<String, String> COLUMNS = columns();

	private HistoryDdl() {
	}

	private static Map<String, String> columns() {
		Map<String, String> columns = new LinkedHashMap<>();
		columns.put("version", "TEXT");
		columns.put("description", "TEXT");
		columns.put("kind", "TEXT");
		columns.put("phase", "TEXT");
		columns.put("checksum", "TEXT");
		columns.put("execution_ms", "BIGINT");
		columns.put("applied_by", "TEXT");
		columns.put("applied_from", "TEXT");
		columns.put("release", "TEXT");
		columns.put("origin", "TEXT");
		columns.put("out_of_order", "BOOLEAN");
		columns.put("down_script", "TEXT");
		return Collections.unmodifiableMap(columns);
	}

	static String createSchema(HistoryTables tables) {
		// Not IF NOT EXISTS, which asks for the right to create schemas even where the
		// schema is there.
		String schema = Sql.identifier(tables.schema());
		return "DO " + Sql.literal("BEGIN IF pg_catalog.to_regnamespace(" + Sql.literal(schema)
				+ ") IS NULL THEN CREATE SCHEMA " + schema + "; END IF; END");
	}

	static String createHistory(HistoryTables tables) {
		StringBuilder sql = new StringBuilder("CREATE TABLE IF NOT EXISTS ").append(tables.historyTable())
			.append(" (id SERIAL PRIMARY KEY, migration_name TEXT NOT NULL UNIQUE, applied_at TIMESTAMPTZ DEFAULT now()");
		for (Map.Entry<String, String> column : COLUMNS.entrySet()) {
			sql.append(", ").append(column.getKey()).append(' ').append(column.getValue());
		}
		return sql.append(')').toString();
	}

	static String upgradeHistory(HistoryTables tables) {
		StringBuilder sql = new StringBuilder("ALTER TABLE ").append(tables.historyTable());
		String separator = " ";
		for (Map.Entry<String, String> column : COLUMNS.entrySet()) {
			sql.append(separator)
				.append("ADD COLUMN IF NOT EXISTS ")
				.append(column.getKey())
				.append(' ')
				.append(column.getValue());
			separator = ", ";
		}
		return sql.toString();
	}

	static String createLog(HistoryTables tables) {
		return "CREATE TABLE IF NOT EXISTS " + tables.logTable()
				+ " (id BIGSERIAL PRIMARY KEY, migration_name TEXT NOT NULL, action TEXT NOT NULL,"
				+ " logged_at TIMESTAMPTZ NOT NULL DEFAULT now(), last_at TIMESTAMPTZ NOT NULL DEFAULT now(),"
				+ " occurrences INTEGER NOT NULL DEFAULT 1, execution_ms BIGINT, checksum TEXT, logged_by TEXT,"
				+ " logged_from TEXT, release TEXT, sqlstate TEXT, error TEXT)";
	}

	static String createProgress(HistoryTables tables) {
		return "CREATE TABLE IF NOT EXISTS " + tables.progressTable()
				+ " (migration_name TEXT NOT NULL, direction TEXT NOT NULL, unit INTEGER NOT NULL,"
				+ " statement BIGINT NOT NULL, rolling_hash TEXT NOT NULL, state TEXT NOT NULL, before JSONB,"
				+ " backend_pid INTEGER, backend_start TIMESTAMPTZ, cursor TEXT, upper_bound TEXT,"
				+ " updated_at TIMESTAMPTZ NOT NULL DEFAULT now(), PRIMARY KEY (migration_name, direction))";
	}

}
