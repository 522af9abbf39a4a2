package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Origin;
import org.jspecify.annotations.Nullable;

/**
 * The statements that record what another tool applied: the original time and author in
 * the history, who took them over and when in the log. Rows that the history has already
 * stay as they are, and are not logged again.
 */
final class AdoptionRecords {

	/** A statement of that many rows takes some 100 KiB. */
	private static final int ROWS = 250;

	private AdoptionRecords() {
	}

	/**
	 * Returns the statements.
	 * @param tables where
	 * @param adopted what, in the order in which it shall be in the history
	 * @param recorder who takes them over
	 * @return statements for one transaction, each of a limited length; empty if there is
	 * nothing to record
	 */
	static List<String> insert(HistoryTables tables, List<AdoptedMigration> adopted, Recorder recorder) {
		List<String> statements = new ArrayList<>();
		for (int from = 0; from < adopted.size(); from += ROWS) {
			List<AdoptedMigration> batch = adopted.subList(from, Math.min(from + ROWS, adopted.size()));
			statements.add(insertBatch(tables, batch, recorder));
			statements.add(verified(tables, batch));
		}
		return statements;
	}

	private static String insertBatch(HistoryTables tables, List<AdoptedMigration> adopted, Recorder recorder) {
		return "WITH adopted AS (INSERT INTO " + tables.historyTable()
				+ " (migration_name, applied_at, version, description, kind, phase, checksum, execution_ms, applied_by,"
				+ " applied_from, origin, out_of_order) VALUES "
				+ adopted.stream().map(AdoptionRecords::values).collect(Collectors.joining(",\n"))
				+ " ON CONFLICT (migration_name) DO NOTHING RETURNING id, migration_name, execution_ms, checksum)"
				+ " INSERT INTO " + tables.logTable()
				+ " (migration_name, action, execution_ms, checksum, logged_by, logged_from, release)"
				+ " SELECT migration_name, " + Sql.literal(Origin.ADOPTED.label())
				+ ", execution_ms, checksum, session_user::pg_catalog.text, " + Sql.literal(recorder.from()) + ", "
				+ Sql.literal(recorder.release()) + " FROM adopted ORDER BY id";
	}

	private static String verified(HistoryTables tables, List<AdoptedMigration> adopted) {
		List<String> names = adopted.stream().map((row) -> row.migration().name()).distinct().toList();
		return Verification.exactly(names.size(), tables.historyTable(),
				"v.migration_name OPERATOR(pg_catalog.=) ANY (ARRAY["
						+ names.stream().map(Sql::literal).collect(Collectors.joining(", ")) + "]::pg_catalog.text[])");
	}

	private static String values(AdoptedMigration adopted) {
		Migration migration = adopted.migration();
		MigrationVersion version = migration.version();
		return "(" + String.join(", ", Sql.literal(migration.name()),
				text(adopted.appliedAt()) + "::pg_catalog.timestamptz", text(version),
				Sql.literal(migration.description()), Sql.literal(migration.kind().label()),
				Sql.literal(migration.phase().label()), Sql.literal(migration.checksum().value()),
				String.valueOf(adopted.executionMs()), Sql.literal(adopted.appliedBy()), Sql.literal(adopted.source()),
				Sql.literal(Origin.ADOPTED.label()), "false") + ")";
	}

	private static String text(@Nullable Object value) {
		return Sql.literal((value != null) ? value.toString() : null);
	}

}
