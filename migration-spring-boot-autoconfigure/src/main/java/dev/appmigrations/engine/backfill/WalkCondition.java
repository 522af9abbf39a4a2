package dev.appmigrations.engine.backfill;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import org.jspecify.annotations.Nullable;

/**
 * Finds out with {@code EXPLAIN} whether an index has the rows of a condition in the
 * order of the key: then its plan needs neither a filter nor a sort. The server decides
 * whether a condition implies that of an index (see PostgreSQL:
 * src/backend/optimizer/util/predtest.c).
 */
final class WalkCondition {

	/** A filter is made so costly that any index which saves it is chosen. */
	private static final Map<String, String> SETTINGS = Map.of("lock_timeout", "2s", "statement_timeout", "10s",
			"enable_seqscan", "off", "enable_bitmapscan", "off", "enable_sort", "off", "cpu_operator_cost", "1000000",
			"max_parallel_workers_per_gather", "0");

	private final @Nullable DatabaseError error;

	private final boolean indexed;

	private final Set<String> indexes;

	private WalkCondition(@Nullable DatabaseError error, boolean indexed, Set<String> indexes) {
		this.error = error;
		this.indexed = indexed;
		this.indexes = indexes;
	}

	/**
	 * Asks.
	 * @param session the connection, in no transaction
	 * @param table the table as SQL
	 * @param columns the columns of the key as SQL
	 * @param condition the condition
	 */
	static WalkCondition explain(Session session, String table, String columns, String condition) {
		QueryResult result = new ReadTransaction(session, SETTINGS)
			.run(ReadTransaction.AROUND_SCRIPT + "EXPLAIN (COSTS OFF) SELECT " + columns + " FROM " + table
					+ " WHERE (\n" + condition + "\n) ORDER BY " + columns + " LIMIT 1");
		if (result.error() != null) {
			return new WalkCondition(result.error(), false, Set.of());
		}
		return read(result.rows(result.rows().size() - 1));
	}

	private static WalkCondition read(Rows plan) {
		boolean indexed = true;
		Set<String> indexes = new HashSet<>();
		for (int i = 0; i < plan.size(); i++) {
			String line = String.valueOf(plan.value(i, 0)).strip();
			String node = (line.startsWith("->")) ? line.substring(2).strip() : line;
			if (node.startsWith("Filter:") || node.startsWith("Sort") || node.startsWith("Incremental Sort")
					|| node.startsWith("Seq Scan")) {
				indexed = false;
			}
			int using = node.indexOf(" using ");
			int on = node.indexOf(" on ", using);
			if (node.startsWith("Index") && using > 0 && on > 0) {
				indexes.add(node.substring(using + " using ".length(), on));
			}
		}
		return new WalkCondition(null, indexed, indexes);
	}

	/** Returns why the server does not accept the condition, {@code null} if it does. */
	@Nullable DatabaseError error() {
		return this.error;
	}

	/** Tells whether an index has its rows in the order of the key. */
	boolean isIndexed() {
		return this.indexed;
	}

	/**
	 * Tells whether an index has all of its rows.
	 * @param index the name of an index as SQL, without its schema
	 */
	boolean isHeldBy(String index) {
		return this.indexed && this.indexes.contains(index);
	}

}
