package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.Sql;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a transaction uses the tables that were judged: they are locked against
 * being replaced, and are still the same. Their owner is believed, and nobody else could
 * have changed them since.
 */
final class TablePin {

	private TablePin() {
	}

	/**
	 * Returns the statements, for the beginning of a transaction. The last fails with
	 * {@code division_by_zero} if a table is another one; the first, with
	 * {@code undefined_table}, if it is gone.
	 * @param tables the names of the tables
	 * @param trust what was judged
	 * @return two statements; none where nothing was judged
	 */
	static List<String> statements(HistoryTables tables, TableTrust trust) {
		List<String> names = new ArrayList<>();
		StringBuilder same = new StringBuilder();
		add(names, same, tables.historyTable(), trust.oids().get(tables.history()));
		add(names, same, tables.progressTable(), trust.oids().get(tables.progressName()));
		if (names.isEmpty()) {
			return List.of();
		}
		return List.of("LOCK TABLE " + String.join(", ", names) + " IN ACCESS SHARE MODE",
				"SELECT 1::pg_catalog.int4 OPERATOR(pg_catalog./) CASE WHEN " + same
						+ " THEN 1::pg_catalog.int4 ELSE 0::pg_catalog.int4 END");
	}

	/**
	 * Returns the statements that make sure of the log, in front of what is written to
	 * it: a migration is told apart from its record.
	 * @param tables the names of the tables
	 * @param trust what was judged
	 * @return two statements; none where nothing was judged
	 */
	static List<String> log(HistoryTables tables, TableTrust trust) {
		List<String> names = new ArrayList<>();
		StringBuilder same = new StringBuilder();
		add(names, same, tables.logTable(), trust.oids().get(tables.logName()));
		return (names.isEmpty()) ? List.of()
				: List.of("LOCK TABLE " + names.get(0) + " IN ACCESS SHARE MODE",
						"SELECT pg_catalog.int4in(pg_catalog.textout(CASE WHEN " + same
								+ " THEN '1' ELSE 'The table was replaced after it was judged' END" + ")) AS same");
	}

	private static void add(List<String> names, StringBuilder same, String table, @Nullable Long oid) {
		if (oid != null) {
			names.add(table);
			same.append((same.isEmpty()) ? "" : " AND ")
				.append("pg_catalog.to_regclass(")
				.append(Sql.literal(table))
				.append("::pg_catalog.text)::pg_catalog.oid OPERATOR(pg_catalog.=) ")
				.append(oid)
				.append("::pg_catalog.oid");
		}
	}

}
