package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;

/**
 * Reads the latest failures from the log, at the end of the message that reads the
 * history. There the log need not exist, nor be readable for the role: an error of these
 * statements comes when all others have been answered.
 */
final class FailureReading {

	private final String log;

	private final String beside;

	private final TableJudge judge;

	/**
	 * Creates a reading.
	 * @param tables where the tables are
	 */
	FailureReading(TableExpressions tables) {
		String name = new HistoryTables("", tables.table()).logName();
		this.log = tables.name(name);
		this.beside = tables.beside(name);
		this.judge = TableJudge.ofOne(this.log, name, tables.place(), tables.named());
	}

	/** Returns the statements; all but the first return rows. */
	List<String> statements(boolean thorough) {
		return List.of(this.judge.lock(),
				(thorough) ? this.judge.thoroughly(TableInspection.Use.READ) : this.judge.briefly(true),
				"SELECT l.*, EXTRACT(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) l.last_at)"
						+ "::pg_catalog.int8 AS age FROM " + this.log + " l WHERE " + this.beside
						+ " AND l.action OPERATOR(pg_catalog.=) ANY (ARRAY['" + MigrationLog.FAILED + "', '"
						+ MigrationLog.ROLLBACK_FAILED + "']::pg_catalog.text[]) AND NOT EXISTS (SELECT FROM "
						+ this.log + " n WHERE n.migration_name OPERATOR(pg_catalog.=) l.migration_name"
						+ " AND n.id OPERATOR(pg_catalog.>) l.id) ORDER BY l.id");
	}

	/**
	 * Reads the answer.
	 * @param result the answer to the whole message
	 * @param before how many answers come before those of these statements
	 * @param query takes the failures
	 */
	static void read(QueryResult result, int before, PiggybackQuery query) {
		if (result.rows().size() < before + 2) {
			return;
		}
		Rows rows = result.rows(before + 1);
		List<LatestFailure> failures = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			failures.add(new LatestFailure(rows.required(i, "migration_name"),
					(MigrationLog.FAILED.equals(rows.value(i, "action"))) ? Direction.UP : Direction.DOWN,
					ServerTime.parse(rows.value(i, "last_at")), HistoryRow.number(rows.value(i, "age")),
					Integer.parseInt(rows.required(i, "occurrences")), rows.value(i, "sqlstate"),
					rows.value(i, "error")));
		}
		query.failed(failures);
	}

}
