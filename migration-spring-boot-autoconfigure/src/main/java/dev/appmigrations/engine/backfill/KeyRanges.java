package dev.appmigrations.engine.backfill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillSpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads, from the index of the key, where batches begin and end:
 * <ol>
 * <li>{@link #upperBound} is read once, when the backfill starts: rows with greater keys
 * are written by those who know of the change.
 * <li>{@link #next} returns the next rows behind the cursor, which is the last key that
 * was walked; in descending order, those before it.
 * </ol>
 * Each call is one message and a transaction of its own. Keys are texts of the server, in
 * forms that do not depend on settings of the session that reads them: dates and
 * intervals in ISO forms, times with the offset of their zone, numbers with all digits.
 */
final class KeyRanges {

	/** The most rows of a table that is not worth a walk in the background. */
	static final int SMALL = 10_000;

	/**
	 * The forms of keys. The order of day and month is the session's own, because a
	 * script's condition may hold dates.
	 */
	static final Map<String, String> FORMS = Map.of("DateStyle", "ISO", "IntervalStyle", "iso_8601",
			"extra_float_digits", "1", "bytea_output", "hex");

	/** How long a reading may take. */
	static final Duration LIMIT = Duration.ofSeconds(60);

	/** Only the index is walked, whatever the statistics say. */
	private static final Map<String, String> SETTINGS = Map.of("lock_timeout", "200ms", "statement_timeout",
			LIMIT.toMillis() + "ms", "enable_seqscan", "off", "enable_bitmapscan", "off", "enable_sort", "off",
			"max_parallel_workers_per_gather", "0", "jit", "off");

	private final ReadTransaction transaction;

	private final WalkedTable table;

	private final BackfillSpec spec;

	/**
	 * Creates ranges.
	 * @param session the connection, in no transaction
	 * @param table the table
	 * @param spec its order and its condition
	 */
	KeyRanges(Session session, WalkedTable table, BackfillSpec spec) {
		Map<String, String> settings = new HashMap<>(FORMS);
		settings.putAll(SETTINGS);
		this.transaction = new ReadTransaction(session, settings);
		this.table = table;
		this.spec = spec;
	}

	/**
	 * Reads the greatest key.
	 * @return the key, or {@code null} if there is no row to walk
	 * @throws dev.appmigrations.engine.jdbc.DatabaseErrorException if the server refuses
	 */
	@Nullable List<String> upperBound() {
		Rows rows = this.transaction.rows(upperBoundSql());
		return (rows.size() > 0) ? key(rows, 0) : null;
	}

	/** Some types, such as uuid, have no {@code max} before PostgreSQL 18. */
	String upperBoundSql() {
		return finished("SELECT " + texts() + " FROM " + this.table.quoted() + where(List.of()) + " ORDER BY "
				+ order(true) + " LIMIT 1");
	}

	/**
	 * Reads the next range.
	 * @param cursor the key that was walked last, {@code null} at the beginning
	 * @param bound the greatest key of the walk
	 * @param size the most rows of the range, at least 1
	 * @return the range, or {@code null} at the end
	 * @throws dev.appmigrations.engine.jdbc.DatabaseErrorException if the server refuses
	 */
	@Nullable KeyRange next(@Nullable List<String> cursor, List<String> bound, int size) {
		Rows rows = this.transaction.rows(nextSql(cursor, bound, size));
		if (rows.size() == 0) {
			return null;
		}
		int last = rows.size() - 1;
		long count = Long.parseLong(rows.required(last, "number"));
		boolean descending = this.spec.descending();
		return new KeyRange(key(rows, (descending) ? last : 0), key(rows, (descending) ? 0 : last), count);
	}

	String nextSql(@Nullable List<String> cursor, List<String> bound, int size) {
		boolean descending = this.spec.descending();
		List<String> limits = new ArrayList<>();
		if (cursor != null) {
			limits.add(compared((descending) ? "<" : ">", cursor));
		}
		if (cursor == null || !descending) {
			limits.add(compared("<=", bound));
		}
		String order = order(descending);
		String walked = "SELECT " + renamed() + ", pg_catalog.row_number() OVER (ORDER BY " + order
				+ ") AS number FROM " + this.table.quoted() + where(limits) + " ORDER BY " + order + " LIMIT " + size;
		return finished("WITH walked AS MATERIALIZED (" + walked + ") SELECT " + renamedTexts()
				+ ", w.number FROM walked w WHERE w.number OPERATOR(pg_catalog.=) 1 OR w.number OPERATOR(pg_catalog.=)"
				+ " (SELECT pg_catalog.max(m.number) FROM walked m) ORDER BY w.number");
	}

	/**
	 * Returns the cursor that stands behind a range.
	 * @param range a range
	 * @return the key that was walked last
	 */
	List<String> cursorAfter(KeyRange range) {
		return (this.spec.descending()) ? range.from() : range.to();
	}

	/**
	 * Returns expressions for the values of a key.
	 * @param key the server's texts, one for each column
	 * @return constants of the columns' types, in the order of the columns
	 */
	List<String> literals(List<String> key) {
		return this.table.literals(key);
	}

	/**
	 * Tells whether the table has few rows, by counting no more than needed.
	 * @return whether there are at most {@value #SMALL}
	 * @throws dev.appmigrations.engine.jdbc.DatabaseErrorException if the server refuses
	 */
	boolean isSmall() {
		Rows rows = this.transaction.rows("SELECT pg_catalog.count(*) AS count FROM (SELECT FROM " + this.table.quoted()
				+ " LIMIT " + (SMALL + 1) + ") counted");
		return Long.parseLong(rows.required(0, "count")) <= SMALL;
	}

	/**
	 * Returns what holds for the rows of a batch.
	 * @param range the batch
	 * @return a condition as SQL, several lines with the condition of the walk
	 */
	String within(KeyRange range) {
		List<String> conditions = new ArrayList<>(List.of(compared(">=", range.from()), compared("<=", range.to())));
		walked(conditions);
		return String.join(" AND ", conditions);
	}

	/**
	 * Returns the query that locks the rows of a batch against changes, and reads their
	 * keys in the order of the walk.
	 * @param range the batch
	 * @return a query for the transaction of the batch
	 */
	String lockSql(KeyRange range) {
		return finished("SELECT " + texts() + " FROM " + this.table.quoted() + " WHERE " + within(range) + " ORDER BY "
				+ order(this.spec.descending()) + " FOR NO KEY UPDATE");
	}

	/** The key in a row of a query of ours. */
	List<String> key(Rows rows, int row) {
		List<String> key = new ArrayList<>();
		for (int i = 0; i < this.table.key().size(); i++) {
			key.add(rows.required(row, "k" + i));
		}
		return key;
	}

	private String texts() {
		StringJoiner texts = new StringJoiner(", ");
		for (int i = 0; i < this.table.key().size(); i++) {
			KeyColumn column = this.table.key().get(i);
			texts.add(column.text(qualified(column)) + " AS k" + i);
		}
		return texts.toString();
	}

	private String renamed() {
		StringJoiner names = new StringJoiner(", ");
		for (int i = 0; i < this.table.key().size(); i++) {
			names.add(qualified(this.table.key().get(i)) + " AS k" + i);
		}
		return names.toString();
	}

	private String renamedTexts() {
		StringJoiner texts = new StringJoiner(", ");
		for (int i = 0; i < this.table.key().size(); i++) {
			texts.add(this.table.key().get(i).text("w.k" + i) + " AS k" + i);
		}
		return texts.toString();
	}

	/** No alias, so that a condition may name the table; no name of the output either. */
	private String qualified(KeyColumn column) {
		return this.table.quoted() + "." + column.quoted();
	}

	private String order(boolean descending) {
		StringJoiner order = new StringJoiner(", ");
		this.table.key().forEach((column) -> order.add(qualified(column) + ((descending) ? " DESC" : "")));
		return order.toString();
	}

	/** Rows are compared as a whole, which is a condition of the index. */
	private String compared(String operator, List<String> key) {
		StringJoiner columns = new StringJoiner(", ", "(", ")");
		this.table.key().forEach((column) -> columns.add(qualified(column)));
		return columns + " OPERATOR(" + this.table.key().get(0).operators() + "." + operator + ") ("
				+ String.join(", ", literals(key)) + ")";
	}

	private String where(List<String> limits) {
		List<String> conditions = new ArrayList<>(limits);
		walked(conditions);
		return (conditions.isEmpty()) ? "" : " WHERE " + String.join(" AND ", conditions);
	}

	private void walked(List<String> conditions) {
		if (this.spec.where() != null) {
			// On lines of its own, because it may end in a comment.
			conditions.add("(\n" + this.spec.where() + "\n)");
		}
	}

	private String finished(String query) {
		return (this.spec.where() != null) ? ReadTransaction.AROUND_SCRIPT + query : query;
	}

}
