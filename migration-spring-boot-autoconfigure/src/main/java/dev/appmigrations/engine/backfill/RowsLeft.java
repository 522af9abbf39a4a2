package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.BackfillSpec.Verify;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;

/**
 * Runs the query of a backfill that finds the rows which are left: in a transaction that
 * only reads, for at most half an hour, up to a few rows. Its first columns are those of
 * the key.
 */
final class RowsLeft {

	/** How many rows are looked for, where the number is not important. */
	static final int FEW = 10;

	private static final String LIMIT = "30min";

	private static final String TOO_FEW_COLUMNS = "42P10";

	private static final String NO_CAST = "42846";

	private final Session session;

	private final WalkedTable table;

	private final Verify.Query query;

	/**
	 * Creates a check.
	 * @param session the connection, in no transaction
	 * @param table the table
	 * @param query the query of the directive {@code verify}
	 */
	RowsLeft(Session session, WalkedTable table, Verify.Query query) {
		this.session = session;
		this.table = table;
		this.query = query;
	}

	/**
	 * Looks for rows that are left.
	 * @param most how many keys to return at most
	 * @return the keys, a text for each column
	 * @throws MigrationException if the query is not right
	 * @throws DatabaseErrorException if the server does not answer, or does not yet
	 */
	List<List<String>> find(int most) {
		Map<String, String> settings = new HashMap<>(KeyRanges.FORMS);
		settings.put("lock_timeout", "2s");
		settings.put("statement_timeout", LIMIT);
		QueryResult result = new ReadTransaction(this.session, settings).run(sql(most));
		DatabaseError error = result.error();
		if (error != null) {
			throw failure(error);
		}
		Rows rows = result.rows(result.rows().size() - 1);
		List<List<String>> keys = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			keys.add(key(rows, i));
		}
		return keys;
	}

	private List<String> key(Rows rows, int row) {
		List<String> key = new ArrayList<>();
		for (int i = 0; i < this.table.key().size(); i++) {
			// The query may return NULL; that is no key, and yet a row that is left.
			String value = rows.value(row, i);
			key.add((value != null) ? value : "NULL");
		}
		return key;
	}

	private String sql(int most) {
		StringJoiner texts = new StringJoiner(", ");
		StringJoiner names = new StringJoiner(", ");
		for (int i = 0; i < this.table.key().size(); i++) {
			String name = "migrated_key_" + i;
			String column = "rows_left." + name;
			texts.add("CASE WHEN " + column + " IS NOT NULL THEN " + this.table.key().get(i).text(column) + " END AS k"
					+ i);
			names.add(name);
		}
		return ReadTransaction.AROUND_SCRIPT + "SELECT " + texts + " FROM (\n" + this.query.sql() + "\n) AS rows_left ("
				+ names + ") LIMIT " + most;
	}

	private RuntimeException failure(DatabaseError error) {
		String state = String.valueOf(error.sqlState());
		String first = "the columns of the key first: " + this.table.columns() + ".";
		if (BatchFailure.hidesRows(error)) {
			return refused("reads a table whose rows a policy hides from the role, so that it proves nothing.", error,
					"Run the backfill as a role that sees all rows.");
		}
		if (state.equals(TOO_FEW_COLUMNS)) {
			return refused("returns fewer columns than the key of " + this.table.quoted() + " has.", error,
					"Let it return the rows that are left, " + first);
		}
		if (state.equals(NO_CAST) || error.is(SqlState.INVALID_TEXT_REPRESENTATION)) {
			return refused("returns first what is no key of " + this.table.quoted() + ".", error,
					"Let it return the rows that are left, " + first);
		}
		if (error.is(SqlState.READ_ONLY_TRANSACTION)) {
			return refused("writes, although it runs in a transaction that is READ ONLY.", error, "Let it only read.");
		}
		if (error.is(SqlState.QUERY_CANCELED)) {
			return refused("was cancelled. It may take " + LIMIT + ".", error,
					"Make it faster, for example by an index that has the rows which are left, or try again.");
		}
		boolean wrong = error.notAllowed() || error.notSupported() || error.origin().raised() || state.startsWith("2");
		return (wrong && !error.connectionLost()) ? refused("fails.", error, "Correct the query.")
				: new DatabaseErrorException(error);
	}

	private MigrationException refused(String reason, DatabaseError error, String remedy) {
		return new MigrationException(ErrorCode.BACKFILL_REFUSED, "The query of "
				+ ((this.query.line() > 0) ? "the directive 'verify' (line " + this.query.line() + ") " : "'verify' ")
				+ reason + "\n" + error.text(), remedy, null);
	}

}
