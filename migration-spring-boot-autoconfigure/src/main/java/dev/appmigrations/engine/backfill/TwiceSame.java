package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;

/**
 * Finds out whether a batch may run twice: it runs twice, in a transaction that is rolled
 * back, all in one message. The second run has to leave the rows of the range as the
 * first has left them, none of the table inserted or deleted. Where the first run has
 * changed no row of the table that is walked but others, the second may change none at
 * all, because what these hold is not compared.
 */
final class TwiceSame {

	private static final String CONTENT = "migrated_content";

	/** See PostgreSQL: the manual's section 27.2, pg_stat_xact_user_tables. */
	private static final String COUNTED = """
			WITH RECURSIVE member (oid) AS (
			  SELECT %s
			  UNION ALL
			  SELECT i.inhrelid FROM member m JOIN pg_catalog.pg_inherits i
			    ON i.inhparent OPERATOR(pg_catalog.=) m.oid
			)
			SELECT (%s) AS %s, coalesce(pg_catalog.sum(x.n_tup_ins OPERATOR(pg_catalog.+) x.n_tup_upd
			    OPERATOR(pg_catalog.+) x.n_tup_del), 0) AS changed,
			  coalesce(pg_catalog.sum(x.n_tup_upd) FILTER (WHERE m.oid IS NOT NULL), 0) AS updated,
			  coalesce(pg_catalog.sum(x.n_tup_ins OPERATOR(pg_catalog.+) x.n_tup_del)
			    FILTER (WHERE m.oid IS NOT NULL), 0) AS moved, pg_catalog.current_setting('track_counts') AS counts
			FROM pg_catalog.pg_stat_xact_user_tables x LEFT JOIN member m ON m.oid OPERATOR(pg_catalog.=) x.relid
			""";

	private static final Map<String, String> LIMITS = Map.of("row_security", "off", "statement_timeout", "60s");

	private final Session session;

	private final WalkedTable table;

	/**
	 * Creates a trial.
	 * @param session the connection, in no transaction
	 * @param table the table that is walked
	 */
	TwiceSame(Session session, WalkedTable table) {
		this.session = session;
		this.table = table;
	}

	/**
	 * Tries.
	 * @param step what a batch does
	 * @param from its smallest key
	 * @param to its greatest key
	 * @return whether a second run changes nothing
	 * @throws DatabaseErrorException if a statement fails
	 * @throws FailedBatchException if code fails
	 */
	boolean holds(BatchStep step, List<String> from, List<String> to) throws FailedBatchException {
		return (step instanceof BatchStep.Code code) ? holds(code, content(from, to))
				: holds(((BatchStep.Statements) step).texts(), content(from, to));
	}

	private boolean holds(BatchStep.Code code, String content) throws FailedBatchException {
		List<String> begin = begin();
		begin.add(content);
		try {
			List<Rows> runs = new ArrayList<>(runs(this.session.query(begin).orThrow()));
			for (int run = 0; run < 2; run++) {
				FailedBatchException failure = Batch.lend(this.session, code);
				if (failure != null) {
					throw failure;
				}
				runs.addAll(runs(this.session.query(List.of(content)).orThrow()));
			}
			return isSame(runs.get(0), runs.get(1), runs.get(2));
		}
		finally {
			this.session.takeBack();
		}
	}

	private List<String> begin() {
		List<String> begin = new ArrayList<>(List.of("BEGIN ISOLATION LEVEL READ COMMITTED"));
		begin.addAll(this.session.work().transactionPreamble());
		begin.add(settings());
		begin.add(Batch.LOCK_TIMEOUT);
		return begin;
	}

	private boolean holds(List<String> statements, String content) {
		List<String> trial = begin();
		trial.add(content);
		for (int run = 0; run < 2; run++) {
			for (String statement : statements) {
				// It may end in a comment.
				trial.add(ReadTransaction.AROUND_SCRIPT + statement + "\n");
			}
			trial.add(content);
		}
		trial.add("ROLLBACK");
		QueryResult result = this.session.query(trial);
		if (result.error() != null && !result.error().connectionLost()) {
			this.session.query(List.of("ROLLBACK"));
		}
		List<Rows> runs = runs(result.orThrow());
		return isSame(runs.get(0), runs.get(1), runs.get(2));
	}

	private static boolean isSame(Rows before, Rows first, Rows second) {
		boolean others = change(before, first, "updated") + change(before, first, "moved") == 0;
		String content = first.value(0, CONTENT);
		boolean same = (content != null) ? content.equals(second.value(0, CONTENT)) : second.value(0, CONTENT) == null;
		return "on".equals(first.value(0, "counts")) && same && change(first, second, "moved") == 0
				&& (!others || change(first, second, "changed") == 0);
	}

	private static long change(Rows before, Rows after, String counter) {
		return Long.parseLong(after.required(0, counter)) - Long.parseLong(before.required(0, counter));
	}

	/** The statements may return rows, too. */
	private static List<Rows> runs(QueryResult result) {
		return result.rows().stream().filter((rows) -> rows.column(CONTENT) == 0).toList();
	}

	private static String settings() {
		Map<String, String> all = new HashMap<>(LIMITS);
		all.putAll(KeyRanges.FORMS);
		StringJoiner set = new StringJoiner(", ", "SELECT ", "");
		all.forEach(
				(name, value) -> set.add("pg_catalog.set_config('" + name + "', " + Sql.literal(value) + ", true)"));
		return set.toString();
	}

	private String content(List<String> from, List<String> to) {
		String key = "(" + String.join(", ", this.table.key().stream().map((column) -> "r." + column.quoted()).toList())
				+ ") OPERATOR(" + this.table.key().get(0).operators() + ".";
		// Equal hashes are as good as equal rows: nobody has made them on purpose.
		String hash = "SELECT pg_catalog.concat(pg_catalog.count(*), ' ', pg_catalog.sum(pg_catalog.hashtextextended("
				+ "pg_catalog.format('%s', r.*) COLLATE pg_catalog.\"C\", 0))) FROM " + this.table.quoted()
				+ " r WHERE " + key + ">=) (" + String.join(", ", this.table.literals(from)) + ") AND " + key + "<=) ("
				+ String.join(", ", this.table.literals(to)) + ")";
		return COUNTED.formatted(WalkedTableSql.oid(String.valueOf(this.table.oid())), hash, CONTENT);
	}

}
