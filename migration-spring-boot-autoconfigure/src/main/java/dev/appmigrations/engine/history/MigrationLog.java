package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.jdbc.StatementBatch;

/**
 * The log of all that happened to migrations, failures included.
 */
public final class MigrationLog {

	/** The action of an attempt to apply a migration that failed. */
	static final String FAILED = "failed";

	/** The action of an attempt to undo one that failed. */
	static final String ROLLBACK_FAILED = "rollback failed";

	private final HistoryTables tables;

	/**
	 * Creates a log.
	 * @param tables where it is
	 */
	public MigrationLog(HistoryTables tables) {
		this.tables = tables;
	}

	/**
	 * Writes a failed attempt; identical ones in a row are one row with a count.
	 * @param session the connection, outside a transaction
	 * @param pin the statements that make sure that it is the table that was judged
	 * @param failure what
	 * @throws BatchFailedException if the log cannot be written
	 */
	public void recordFailure(Session session, List<String> pin, FailedRecord failure) throws BatchFailedException {
		String name = Sql.literal(failure.migration().name());
		String error = Sql.literal(session.connection().encoding().storable(failure.error()));
		String action = Sql.literal((failure.direction() == Progress.Direction.UP) ? FAILED : ROLLBACK_FAILED);
		String log = this.tables.logTable();
		StatementBatch batch = new StatementBatch();
		batch.addOwn("BEGIN");
		batch.addAll(pin);
		batch.addOwn("WITH latest AS (SELECT id FROM " + log + " WHERE migration_name OPERATOR(pg_catalog.=) " + name
				+ " ORDER BY id DESC LIMIT 1), repeated AS (UPDATE " + log
				+ " l SET occurrences = l.occurrences OPERATOR(pg_catalog.+) 1, last_at = pg_catalog.now(), execution_ms = "
				+ failure.executionMs() + " FROM latest WHERE l.id OPERATOR(pg_catalog.=) latest.id"
				+ " AND l.action OPERATOR(pg_catalog.=) " + action + " AND l.error OPERATOR(pg_catalog.=) " + error
				+ " RETURNING 1)" + " INSERT INTO " + log
				+ " (migration_name, action, execution_ms, checksum, logged_by, logged_from, release, sqlstate, error)"
				+ " SELECT "
				+ String.join(", ", name, action, String.valueOf(failure.executionMs()),
						Sql.literal(failure.migration().checksum().value()), HistoryRecords.ROLE,
						Sql.literal(failure.recorder().from()), Sql.literal(failure.recorder().release()),
						Sql.literal(failure.sqlState()), error)
				+ " WHERE NOT EXISTS (SELECT FROM repeated)");
		batch.addOwn("COMMIT");
		session.send(batch);
	}

	/**
	 * Reads the entries of one migration.
	 * @param session the connection
	 * @param migration the name of the migration
	 * @return the entries, the latest first; empty where there is no log
	 */
	public List<LogEntry> read(Session session, String migration) {
		TableJudge judge = TableJudge.ofOne(this.tables.logTable(), this.tables.logName(), "NULL", this.tables.named());
		String select = "SELECT * FROM " + this.tables.logTable() + " WHERE migration_name OPERATOR(pg_catalog.=) "
				+ Sql.literal(migration) + " ORDER BY id DESC";
		QueryResult result = session.queryTogether(List.of(judge.lock(), judge.briefly(true), select));
		if (TableJudge.refuses(result.error())) {
			List<Finding> findings = judge.inspect(session, TableInspection.Use.READ).findings();
			if (!findings.isEmpty()) {
				throw Distrust.of(session, findings).exception();
			}
			result = session.queryTogether(List.of(judge.lock(), judge.thoroughly(TableInspection.Use.READ), select));
		}
		DatabaseError error = result.error();
		if (error != null && error.is(SqlState.UNDEFINED_TABLE)) {
			return List.of();
		}
		Rows rows = result.rows(1);
		List<LogEntry> entries = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			entries.add(new LogEntry(rows.required(i, "migration_name"), rows.required(i, "action"),
					ServerTime.parse(rows.value(i, "last_at")), Integer.parseInt(rows.required(i, "occurrences")),
					HistoryRow.number(rows.value(i, "execution_ms")), rows.value(i, "logged_by"),
					rows.value(i, "logged_from"), rows.value(i, "release"), rows.value(i, "sqlstate"),
					rows.value(i, "error")));
		}
		return entries;
	}

}
