package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.history.Progress.Intent;
import dev.appmigrations.engine.history.Progress.State;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The table of what has begun and is not finished: a row for each migration that is more
 * than one transaction, from its first commit to its last.
 */
public final class ProgressTable {

	private final HistoryTables tables;

	private final List<String> pin;

	private final boolean judged;

	/**
	 * Creates access to the table.
	 * @param tables the names of the tables
	 */
	public ProgressTable(HistoryTables tables) {
		this.tables = tables;
		this.pin = List.of();
		this.judged = false;
	}

	/**
	 * Creates access to a table that may have been judged.
	 * @param tables the names of the tables
	 * @param trust what was judged
	 */
	public ProgressTable(HistoryTables tables, TableTrust trust) {
		this.tables = tables;
		this.pin = TablePin.statements(tables, trust);
		this.judged = trust.oids().containsKey(tables.progressName());
	}

	/**
	 * Returns the statements that create the table where it is missing, and make sure
	 * that it is no other's.
	 * @return statements for the transaction that writes; empty where the table was
	 * judged already
	 */
	public List<String> create() {
		if (this.judged) {
			return List.of();
		}
		List<String> statements = new ArrayList<>();
		statements.add(HistoryDdl.unlessThere(this.tables.progressTable(), HistoryDdl.createProgress(this.tables)));
		statements.addAll(judgement());
		return statements;
	}

	/**
	 * Raises an error unless the table is one to believe; nothing where it was judged.
	 */
	List<String> judgement() {
		if (this.judged) {
			return List.of();
		}
		String table = this.tables.progressTable();
		TableJudge judge = new TableJudge(List.of(table), table, List.of(this.tables.progressName()), "NULL",
				this.tables.named());
		return List.of(judge.lock(), judge.brieflyForWriting());
	}

	/**
	 * Reads how far a migration has come.
	 * @param session the connection
	 * @param migration the name of the migration
	 * @param direction which part
	 * @return the progress; empty if it has not begun
	 */
	public Optional<Progress> read(Session session, String migration, Direction direction) {
		List<String> statements = new ArrayList<>(this.pin);
		statements.add(select(where(migration, direction)));
		QueryResult result = session.queryTogether(statements);
		int before = (this.pin.isEmpty() || result.rows().isEmpty()) ? 0 : 1;
		return read(new QueryResult(result.rows().subList(before, result.rows().size()), result.error())).stream()
			.findFirst();
	}

	/**
	 * Returns the statement that reads everything that has begun and is not finished.
	 * @return a statement
	 */
	public String selectAll() {
		return select(" ORDER BY migration_name, direction");
	}

	private String select(String condition) {
		return "SELECT p.*, before OPERATOR(pg_catalog.->>) 'statement'::pg_catalog.text AS intent,"
				+ " before OPERATOR(pg_catalog.->>) 'kind'::pg_catalog.text AS kind,"
				+ " before OPERATOR(pg_catalog.->) 'found'::pg_catalog.text AS found, " + BackfillRow.EXPRESSIONS
				+ " FROM " + this.tables.progressTable() + " p" + condition;
	}

	/**
	 * Reads an answer.
	 * @param result begins with the answer to {@link #selectAll()}
	 * @return the progress of each migration
	 */
	public static List<Progress> read(QueryResult result) {
		DatabaseError error = result.error();
		if (error != null && result.rows().isEmpty()) {
			if (error.is(SqlState.UNDEFINED_TABLE) || error.is(SqlState.INSUFFICIENT_PRIVILEGE)) {
				// A role that may only read the history sees nothing of it.
				return List.of();
			}
			throw new DatabaseErrorException(error);
		}
		Rows rows = result.rows(0);
		List<Progress> progress = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			Direction direction = direction(rows.required(i, "direction"));
			if (direction != null) {
				progress.add(progress(rows, i, direction));
			}
		}
		return progress;
	}

	/** A newer release may have more of them than this one. */
	private static @Nullable Direction direction(String label) {
		for (Direction direction : Direction.values()) {
			if (direction.label().equals(label)) {
				return direction;
			}
		}
		return null;
	}

	private static Progress progress(Rows rows, int row, Direction direction) {
		if (direction == Direction.BACKFILL || direction == Direction.UNDO) {
			return new Progress(VisibleText.line(rows.required(row, "migration_name")), direction, 0, 0,
					rows.required(row, "rolling_hash"), State.DONE, null, BackfillRow.read(rows, row));
		}
		String intent = rows.value(row, "intent");
		String kind = rows.value(row, "kind");
		return new Progress(VisibleText.line(rows.required(row, "migration_name")), direction,
				Integer.parseInt(rows.required(row, "unit")), Long.parseLong(rows.required(row, "statement")),
				rows.required(row, "rolling_hash"), State.valueOf(rows.required(row, "state").toUpperCase(Locale.ROOT)),
				(intent != null && kind != null) ? new Intent(intent, kind, rows.value(row, "found")) : null);
	}

	/**
	 * Returns the statement that records that all statements up to one are done.
	 * @param progress the progress, without an intent
	 * @return a statement
	 */
	public String done(Progress progress) {
		return write(progress, "NULL");
	}

	/**
	 * Returns the statement that records what is about to run.
	 * @param progress the progress with an intent
	 * @param before an expression of type {@code jsonb} for what is there before it
	 * @return a statement
	 */
	public String intent(Progress progress, String before) {
		Intent intent = progress.inDoubt();
		if (intent == null) {
			throw new IllegalArgumentException("An intent is about a statement");
		}
		return write(progress, "pg_catalog.jsonb_build_object('statement', " + Sql.literal(intent.statement())
				+ ", 'kind', " + Sql.literal(intent.kind()) + ", 'found', " + before + ")");
	}

	private String write(Progress progress, String before) {
		return "INSERT INTO " + this.tables.progressTable() + " AS p"
				+ " (migration_name, direction, unit, statement, rolling_hash, state, before, backend_pid, backend_start)"
				+ " SELECT "
				+ String.join(", ", Sql.literal(progress.migration()), Sql.literal(progress.direction().label()),
						String.valueOf(progress.unit()), String.valueOf(progress.statement()),
						Sql.literal(progress.hash()), Sql.literal(progress.state().label()), before)
				+ ", a.pid, a.backend_start FROM (SELECT) AS one"
				+ " LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()"
				+ " ON CONFLICT (migration_name, direction) DO UPDATE SET unit = excluded.unit,"
				+ " statement = excluded.statement, rolling_hash = excluded.rolling_hash, state = excluded.state,"
				+ " before = excluded.before, backend_pid = excluded.backend_pid,"
				+ " backend_start = excluded.backend_start, updated_at = pg_catalog.now()";
	}

	/**
	 * Returns the statement that fails unless a progress was written.
	 * @param progress what was written
	 * @return a statement that returns a row
	 */
	public String written(Progress progress) {
		return Verification.exactly(1, this.tables.progressTable(),
				same(progress.migration(), progress.direction()) + " AND v.statement OPERATOR(pg_catalog.=) "
						+ progress.statement() + "::pg_catalog.int8 AND v.state OPERATOR(pg_catalog.=) "
						+ Sql.literal(progress.state().label()));
	}

	/**
	 * Returns the statement that fails unless a migration was forgotten.
	 * @param migration the name of the migration
	 * @param direction which part
	 * @return a statement that returns a row
	 */
	public String cleared(String migration, Direction direction) {
		return Verification.exactly(0, this.tables.progressTable(), same(migration, direction));
	}

	/**
	 * Returns the statement that fails unless a decision was written, where there is
	 * something to decide on.
	 * @param migration the name of the migration
	 * @param direction which part
	 * @param state what the person has decided
	 * @return a statement that returns a row
	 */
	public String settled(String migration, Direction direction, State state) {
		return Verification.exactly(0, this.tables.progressTable(),
				same(migration, direction) + " AND v.state OPERATOR(pg_catalog.<>) " + Sql.literal(state.label()));
	}

	private static String same(String migration, Direction direction) {
		return "v.migration_name OPERATOR(pg_catalog.=) " + Sql.literal(migration)
				+ " AND v.direction OPERATOR(pg_catalog.=) " + Sql.literal(direction.label());
	}

	/**
	 * Returns the statement that forgets a migration that is finished.
	 * @param migration the name of the migration
	 * @param direction which part
	 * @return a statement
	 */
	public String clear(String migration, Direction direction) {
		return "DELETE FROM " + this.tables.progressTable() + where(migration, direction);
	}

	/**
	 * Returns the statement with which a person settles what is in doubt.
	 * @param migration the name of the migration
	 * @param direction which part
	 * @param state what the person has decided
	 * @return a statement
	 */
	public String settle(String migration, Direction direction, State state) {
		return "UPDATE " + this.tables.progressTable() + " SET state = " + Sql.literal(state.label())
				+ where(migration, direction);
	}

	private static String where(String migration, Direction direction) {
		return " WHERE migration_name OPERATOR(pg_catalog.=) " + Sql.literal(migration)
				+ " AND direction OPERATOR(pg_catalog.=) " + Sql.literal(direction.label());
	}

}
