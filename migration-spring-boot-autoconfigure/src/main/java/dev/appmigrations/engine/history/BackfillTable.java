package dev.appmigrations.engine.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Sql;
import org.jspecify.annotations.Nullable;

/**
 * Writes the row of a backfill in the table of the progress. The row is the lock of the
 * backfill: it is taken with SKIP LOCKED, and says who works on it and until when. All
 * statements expect {@link #pin} in front of them, in the same transaction.
 */
public final class BackfillTable {

	private static final String NOW = "pg_catalog.clock_timestamp()";

	private final HistoryTables tables;

	private final TableTrust trust;

	private final String migration;

	private final Direction direction;

	private final String table;

	/**
	 * Creates the writer of one row.
	 * @param tables the tables of the history
	 * @param trust what was found out about them
	 * @param migration the name of the backfill
	 * @param direction {@code BACKFILL}, or {@code UNDO} for its rollback
	 */
	public BackfillTable(HistoryTables tables, TableTrust trust, String migration, Direction direction) {
		this.tables = tables;
		this.trust = trust;
		this.migration = migration;
		this.direction = direction;
		this.table = tables.progressTable();
	}

	/**
	 * Returns what makes sure that the tables are those that were judged.
	 * @return statements for the beginning of a transaction
	 */
	public List<String> pin() {
		List<String> statements = new ArrayList<>(TablePin.statements(this.tables, this.trust));
		// One that was made a moment ago has not been judged with the others.
		statements.addAll(new ProgressTable(this.tables, this.trust).judgement());
		return statements;
	}

	/**
	 * Returns what creates the table, or gives it the columns that it lacks.
	 * @return statements for a transaction
	 */
	public List<String> prepare() {
		List<String> statements = new ArrayList<>(new ProgressTable(this.tables, this.trust).create());
		StringBuilder add = new StringBuilder();
		for (Map.Entry<String, String> column : BackfillRow.COLUMNS.entrySet()) {
			add.append((add.isEmpty()) ? "" : ", ")
				.append("ADD COLUMN IF NOT EXISTS ")
				.append(column.getKey())
				.append(' ')
				.append(column.getValue());
		}
		// The lock of ALTER TABLE only where a column is missing.
		statements.add("DO " + Sql.literal("BEGIN IF (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute a"
				+ " WHERE a.attrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(" + Sql.literal(this.table)
				+ "::pg_catalog.text)::pg_catalog.oid AND NOT a.attisdropped AND a.attname OPERATOR(pg_catalog.=) ANY ("
				+ Sql.names(BackfillRow.COLUMNS.keySet()) + ")) OPERATOR(pg_catalog.<) " + BackfillRow.COLUMNS.size()
				+ "::pg_catalog.int8 THEN ALTER TABLE " + this.table + " " + add + "; END IF; END"));
		return statements;
	}

	/**
	 * Returns the statement that says that the backfill is to be done.
	 * @param checksum the checksum of the migration
	 * @param definition what may not change while it runs
	 * @param batchSize the size of the first batch, in rows
	 * @return an INSERT that leaves a row alone that is there already
	 */
	public String register(String checksum, String definition, int batchSize) {
		return "INSERT INTO " + this.table + " (migration_name, direction, unit, statement, rolling_hash, state,"
				+ " definition, batch_size, rows_done, pass, rate, since) VALUES (" + Sql.literal(this.migration) + ", "
				+ Sql.literal(this.direction.label()) + ", 0, 0, " + Sql.literal(checksum) + ", "
				+ Sql.literal(BackfillState.PENDING.label()) + ", " + Sql.literal(definition) + ", " + batchSize
				+ ", 0, 1, 0, " + NOW + ") ON CONFLICT (migration_name, direction) DO NOTHING";
	}

	/**
	 * Returns the statement that makes the backfill ours for a while, where nobody else
	 * has it.
	 * @param worker who we are
	 * @param lease for how long
	 * @return an UPDATE that returns a row if it succeeds
	 */
	public String acquire(String worker, Duration lease) {
		return "UPDATE " + this.table + " p SET worker = " + Sql.literal(worker) + ", lease_until = " + in(lease)
				+ ", updated_at = " + NOW + " WHERE " + same("p") + " AND EXISTS (SELECT FROM (SELECT FROM "
				+ this.table + " l WHERE " + same("l") + " AND " + isOpen("l")
				+ " AND (l.worker IS NULL OR l.worker OPERATOR(pg_catalog.=) " + Sql.literal(worker)
				+ " OR l.lease_until IS NULL OR l.lease_until OPERATOR(pg_catalog.<) " + NOW
				+ ") AND (l.not_before IS NULL OR l.not_before OPERATOR(pg_catalog.<=) " + NOW
				+ ") FOR UPDATE SKIP LOCKED) o) RETURNING 1 AS ours";
	}

	/**
	 * Returns the query of what a worker has to know of the row.
	 * @param columns the number of columns of the key
	 * @param more another expression with its name
	 * @return a SELECT with the columns {@code c1} … of the cursor and {@code u1} … of
	 * the upper bound, and those of the row
	 */
	public String select(int columns, String more) {
		StringBuilder sql = new StringBuilder("SELECT p.*, ").append(BackfillRow.EXPRESSIONS).append(", ").append(more);
		for (int i = 1; i <= columns; i++) {
			sql.append(", (").append(Sql.texts("p.cursor")).append(")[").append(i).append("] AS c").append(i);
			sql.append(", (").append(Sql.texts("p.upper_bound")).append(")[").append(i).append("] AS u").append(i);
		}
		return sql.append(" FROM ").append(this.table).append(" p WHERE ").append(same("p")).toString();
	}

	/**
	 * Returns the query of the keys of the rows that were left out.
	 * @param columns the number of columns of the key
	 * @return a SELECT with the columns {@code c1} …
	 */
	public String selectSkipped(int columns) {
		StringBuilder sql = new StringBuilder("SELECT ");
		for (int i = 1; i <= columns; i++) {
			sql.append((i > 1) ? ", " : "")
				.append('(')
				.append(Sql.texts("(s.value OPERATOR(pg_catalog.->>) 'key'::pg_catalog.text)"))
				.append(")[")
				.append(i)
				.append("] AS c")
				.append(i);
		}
		return sql + " FROM " + this.table + " p CROSS JOIN LATERAL pg_catalog.jsonb_array_elements(coalesce(p.skipped,"
				+ " '[]'::pg_catalog.jsonb)) s WHERE " + same("p");
	}

	/**
	 * Returns the statement that fails unless the row is ours, nobody else has it at the
	 * moment, and it stands where we believe.
	 * @param worker who we are
	 * @param cursor the key that was reached, {@code null} before the first batch
	 * @return a SELECT that locks the row
	 */
	public String guard(String worker, @Nullable List<String> cursor) {
		return "SELECT 1::pg_catalog.int8 OPERATOR(pg_catalog./) pg_catalog.count(*) AS ours FROM (SELECT FROM "
				+ this.table + " p WHERE " + same("p") + " AND " + isOpen("p") + " AND p.worker OPERATOR(pg_catalog.=) "
				+ Sql.literal(worker) + " AND " + isAt("p", cursor) + " FOR UPDATE SKIP LOCKED) o";
	}

	/**
	 * Returns the statement that writes what has changed.
	 * @param worker who we are
	 * @param lease for how long we keep it
	 * @param changes what has changed
	 * @return an UPDATE
	 */
	public String write(String worker, Duration lease, Changes changes) {
		return "UPDATE " + this.table + " SET " + changes.set("lease_until", in(lease)).sql() + " WHERE "
				+ same(this.table) + " AND worker OPERATOR(pg_catalog.=) " + Sql.literal(worker);
	}

	/**
	 * Returns the statement that changes the row whoever works on it: what a person
	 * wants.
	 * @param changes what changes
	 * @return an UPDATE
	 */
	public String decide(Changes changes) {
		return "UPDATE " + this.table + " SET " + changes.sql() + " WHERE " + same(this.table);
	}

	/**
	 * Returns the statement that lets others have it at once.
	 * @param worker who we are
	 * @return an UPDATE
	 */
	public String release(String worker) {
		return "UPDATE " + this.table + " SET lease_until = NULL WHERE " + same(this.table)
				+ " AND worker OPERATOR(pg_catalog.=) " + Sql.literal(worker);
	}

	/**
	 * Returns the statement that fails unless the cursor is what was written.
	 * @param cursor the key, {@code null} if there is none
	 * @return a SELECT
	 */
	public String written(@Nullable List<String> cursor) {
		return Verification.exactly(1, this.table, same("v") + " AND " + isAt("v", cursor));
	}

	/**
	 * Returns the statement that forgets it.
	 * @return a DELETE
	 */
	public String clear() {
		return "DELETE FROM " + this.table + " WHERE " + same(this.table);
	}

	/**
	 * Returns the statements that forget it, unless rows were left out: which they are is
	 * kept.
	 * @return a DELETE, and a SELECT that fails if it does nothing
	 */
	public List<String> clearUnlessSkipped() {
		return List.of(clear() + " AND skipped IS NULL",
				Verification.exactly(0, this.table, same("v") + " AND v.skipped IS NULL"));
	}

	/**
	 * Reads a row of {@link #select}.
	 * @param rows the rows
	 * @param row the number of the row, from 0
	 * @return how far the backfill has come
	 */
	public static BackfillProgress read(Rows rows, int row) {
		return BackfillRow.read(rows, row);
	}

	private static String isOpen(String alias) {
		return alias + ".state OPERATOR(pg_catalog.=) ANY ('{pending,running,verifying}'::pg_catalog.text[])";
	}

	private static String isAt(String alias, @Nullable List<String> cursor) {
		return alias + ((cursor != null) ? ".cursor OPERATOR(pg_catalog.=) " + array(cursor) : ".cursor IS NULL");
	}

	private String same(String alias) {
		return alias + ".migration_name OPERATOR(pg_catalog.=) " + Sql.literal(this.migration) + " AND " + alias
				+ ".direction OPERATOR(pg_catalog.=) " + Sql.literal(this.direction.label());
	}

	private static String in(Duration duration) {
		return NOW + " OPERATOR(pg_catalog.+) '" + duration.toMillis() + " ms'::pg_catalog.interval";
	}

	private static String array(List<String> key) {
		StringBuilder array = new StringBuilder("pg_catalog.textin(pg_catalog.array_out(ARRAY[");
		for (int i = 0; i < key.size(); i++) {
			array.append((i > 0) ? ", " : "").append(Sql.literal(key.get(i)));
		}
		return array.append("]::pg_catalog.text[]))").toString();
	}

	/**
	 * Collects what changes in the row.
	 */
	public static final class Changes {

		/** The last word on a column counts. */
		private final Map<String, String> expressions = new LinkedHashMap<>();

		/**
		 * Changes the state, and forgets or gives the reason.
		 * @param state the state
		 * @param reason why, {@code null} if there is nothing to say
		 * @return these changes
		 */
		public Changes state(BackfillState state, @Nullable String reason) {
			String text = (reason != null) ? Sql.literal(reason) + "::pg_catalog.text" : "NULL::pg_catalog.text";
			String label = Sql.literal(state.label()) + "::pg_catalog.text";
			return set("since",
					"CASE WHEN state OPERATOR(pg_catalog.=) " + label
							+ " AND coalesce(reason, '') OPERATOR(pg_catalog.=)" + " coalesce(" + text
							+ ", '') THEN since ELSE " + NOW + " END")
				.set("state", label)
				.set("reason", text);
		}

		/**
		 * Says that no batch runs for a while.
		 * @param pause for how long, {@code null} to go on at once
		 * @return these changes
		 */
		public Changes notBefore(@Nullable Duration pause) {
			return set("not_before", (pause != null) ? in(pause) : "NULL");
		}

		/**
		 * Moves the cursor.
		 * @param cursor the key that was reached, {@code null} for the beginning
		 * @return these changes
		 */
		public Changes cursor(@Nullable List<String> cursor) {
			return set("cursor", (cursor != null) ? array(cursor) : "NULL");
		}

		/**
		 * Sets where the walk ends.
		 * @param bound the key, {@code null} if there is none yet
		 * @return these changes
		 */
		public Changes upperBound(@Nullable List<String> bound) {
			return set("upper_bound", (bound != null) ? array(bound) : "NULL");
		}

		/**
		 * Counts rows.
		 * @param rows how many more were walked
		 * @return these changes
		 */
		public Changes addRows(long rows) {
			return set("rows_done",
					"coalesce(rows_done, 0::pg_catalog.int8) OPERATOR(pg_catalog.+) " + rows + "::pg_catalog.int8");
		}

		/**
		 * Begins to count anew.
		 * @param pass how often the rows were walked, from 1
		 * @return these changes
		 */
		public Changes pass(int pass) {
			return set("pass", String.valueOf(pass));
		}

		/**
		 * Sets how many rows there are to walk.
		 * @param rows an estimate; negative if it is not known
		 * @return these changes
		 */
		public Changes estimate(long rows) {
			return set("estimate", (rows >= 0) ? String.valueOf(rows) : "NULL");
		}

		/**
		 * Says that the first batch is about to run.
		 * @return these changes
		 */
		public Changes started() {
			return set("started_at", "coalesce(started_at, " + NOW + ")");
		}

		/**
		 * Sets the pace.
		 * @param batchSize the size of the next batch, in rows
		 * @param rate how many rows a second are changed
		 * @return these changes
		 */
		public Changes pace(int batchSize, double rate) {
			return set("batch_size", String.valueOf(batchSize)).set("rate", String.valueOf(rate));
		}

		/**
		 * Sets the latest error.
		 * @param error the text, {@code null} to forget it
		 * @return these changes
		 */
		public Changes error(@Nullable String error) {
			return set("last_error", Sql.literal(error));
		}

		/**
		 * Leaves a row out.
		 * @param key its key
		 * @param error what it fails with
		 * @return these changes
		 */
		public Changes skip(List<String> key, String error) {
			return set("skipped",
					"coalesce(skipped, '[]'::pg_catalog.jsonb) OPERATOR(pg_catalog.||)"
							+ " pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_object('key', " + array(key)
							+ ", 'error', " + Sql.literal(error) + "::pg_catalog.text))");
		}

		/**
		 * Forgets all of it but what the backfill is.
		 * @param checksum the checksum of the migration
		 * @param definition what may not change while it runs
		 * @param batchSize the size of the first batch, in rows
		 * @return these changes
		 */
		public Changes startOver(String checksum, String definition, int batchSize) {
			return state(BackfillState.PENDING, null).cursor(null)
				.upperBound(null)
				.pass(1)
				.pace(batchSize, 0)
				.error(null)
				.notBefore(null)
				.set("rolling_hash", Sql.literal(checksum))
				.set("definition", Sql.literal(definition))
				.set("rows_done", "0")
				.set("skipped", "NULL")
				.set("started_at", "NULL")
				.set("lease_until", "NULL");
		}

		private Changes set(String column, String expression) {
			this.expressions.put(column, expression);
			return this;
		}

		String sql() {
			set("updated_at", NOW);
			StringBuilder sql = new StringBuilder();
			this.expressions.forEach((column, expression) -> sql.append((sql.isEmpty()) ? "" : ", ")
				.append(column)
				.append(" = ")
				.append(expression));
			return sql.toString();
		}

	}

}
