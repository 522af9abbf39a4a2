package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.jdbc.Sql;

/**
 * The definition of this tool's tables. The first three columns of the history are what
 * other tools and people query and insert; all others may be NULL.
 */
public final class HistoryDdl {

	static final List<String> IDENTITY = List.of("id", "migration_name", "applied_at");

	static final Map<String, String> COLUMNS = columns();

	private HistoryDdl() {
	}

	private static Map<String, String> columns() {
		Map<String, String> columns = new LinkedHashMap<>();
		columns.put("version", "pg_catalog.text");
		columns.put("description", "pg_catalog.text");
		columns.put("kind", "pg_catalog.text");
		columns.put("phase", "pg_catalog.text");
		columns.put("checksum", "pg_catalog.text");
		columns.put("execution_ms", "BIGINT");
		columns.put("applied_by", "pg_catalog.text");
		columns.put("applied_from", "pg_catalog.text");
		columns.put("release", "pg_catalog.text");
		columns.put("origin", "pg_catalog.text");
		columns.put("out_of_order", "BOOLEAN");
		columns.put("down_script", "pg_catalog.text");
		return Collections.unmodifiableMap(columns);
	}

	/**
	 * Returns the statements that create what is missing: the schema, the history and the
	 * log, or the columns that an older history lacks.
	 * @param found what the last reading found
	 * @return statements for one transaction; empty where nothing is missing
	 */
	public static List<String> preparation(HistorySnapshot found) {
		HistoryTables tables = found.tables();
		Set<String> present = found.trust().present();
		List<String> statements = new ArrayList<>();
		switch (found.state()) {
			case CURRENT -> {
			}
			case OUTDATED -> statements.add(upgradeHistory(tables));
			case ABSENT -> {
				statements.add(createSchema(tables));
				String create = createHistory(tables);
				statements.add((present != null) ? create : unlessThere(tables.historyTable(), create));
			}
		}
		if (found.state() != HistorySnapshot.State.CURRENT) {
			String create = createLog(tables);
			if (present == null) {
				statements.add(unlessThere(tables.logTable(), create));
			}
			else if (!present.contains(tables.logName())) {
				statements.add(create);
			}
		}
		for (MissingKey key : found.trust().missingKeys()) {
			statements.add(key.statement());
		}
		return statements;
	}

	static String createSchema(HistoryTables tables) {
		// Not IF NOT EXISTS, which asks for the right to create schemas even where the
		// schema is there.
		String schema = Sql.identifier(tables.schema());
		return "DO " + Sql.literal("BEGIN IF pg_catalog.to_regnamespace(" + Sql.literal(schema)
				+ ") IS NULL THEN CREATE SCHEMA " + schema + "; END IF; END");
	}

	/**
	 * Creates a table where that is missing. Not IF NOT EXISTS, which asks for the right
	 * to create tables even where the table is there.
	 */
	static String unlessThere(String table, String create) {
		return "DO " + Sql.literal(
				"BEGIN IF pg_catalog.to_regclass(" + Sql.literal(table) + ") IS NULL THEN " + create + "; END IF; END");
	}

	static String createHistory(HistoryTables tables) {
		StringBuilder sql = new StringBuilder("CREATE TABLE ").append(tables.historyTable())
			.append(" (id SERIAL PRIMARY KEY, migration_name pg_catalog.text NOT NULL UNIQUE,")
			.append(" applied_at pg_catalog.timestamptz DEFAULT pg_catalog.now()");
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
		return "CREATE TABLE " + tables.logTable()
				+ " (id BIGSERIAL PRIMARY KEY, migration_name pg_catalog.text NOT NULL, action pg_catalog.text NOT NULL,"
				+ " logged_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(), last_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),"
				+ " occurrences INTEGER NOT NULL DEFAULT 1, execution_ms BIGINT, checksum pg_catalog.text, logged_by pg_catalog.text,"
				+ " logged_from pg_catalog.text, release pg_catalog.text, sqlstate pg_catalog.text, error pg_catalog.text)";
	}

	static String createProgress(HistoryTables tables) {
		StringBuilder backfill = new StringBuilder();
		for (Map.Entry<String, String> column : BackfillRow.COLUMNS.entrySet()) {
			backfill.append(", ").append(column.getKey()).append(' ').append(column.getValue());
		}
		return "CREATE TABLE " + tables.progressTable()
				+ " (migration_name pg_catalog.text NOT NULL, direction pg_catalog.text NOT NULL, unit INTEGER NOT NULL,"
				+ " statement BIGINT NOT NULL, rolling_hash pg_catalog.text NOT NULL, state pg_catalog.text NOT NULL, before pg_catalog.jsonb,"
				+ " backend_pid INTEGER, backend_start pg_catalog.timestamptz, cursor pg_catalog.text, upper_bound pg_catalog.text,"
				+ " updated_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now()" + backfill
				+ ", PRIMARY KEY (migration_name, direction))";
	}

}
