package dev.appmigrations.engine.safety.facts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * Tries whether tables have a row, each for two seconds at most, with {@code
 * row_security = off}, so that a role that does not see all rows gets an error instead of
 * a wrong answer. Only tables whose owners are believed are tried: to plan a query, the
 * server runs functions in expressions of the table's indexes and statistics (see
 * PostgreSQL: src/backend/utils/cache/relcache.c, RelationGetIndexExpressions). The
 * tables are sampled as a whole, because the server samples tables and materialized views
 * only: a view that has taken the place of a table since its name was read is an error
 * before any of its functions runs (see PostgreSQL: src/backend/parser/parse_clause.c,
 * transformFromClauseItem).
 */
final class RowProbes {

	private static final int MOST_IN_MESSAGE = 100;

	private static final Duration EACH = Duration.ofSeconds(2);

	private final Session session;

	private final Duration limit;

	/**
	 * Creates probes.
	 * @param session the connection, in no transaction
	 * @param limit how long they may take in all
	 */
	RowProbes(Session session, Duration limit) {
		this.session = session;
		this.limit = limit;
	}

	/**
	 * Tries tables.
	 * @param tables their schemas and names by their keys
	 * @return whether each is empty; those that could not be tried, or took too long, are
	 * missing
	 */
	Map<String, Boolean> find(Map<String, ObjectName> tables) {
		Map<String, Boolean> empty = new HashMap<>();
		List<String> keys = new ArrayList<>(tables.keySet());
		long end = System.nanoTime() + this.limit.toNanos();
		int done = 0;
		while (done < keys.size() && System.nanoTime() < end) {
			List<String> batch = keys.subList(done, Math.min(done + MOST_IN_MESSAGE, keys.size()));
			QueryResult result = this.session
				.query(statements(batch, tables, new TimeBudget(Duration.ofNanos(end - System.nanoTime()), EACH)));
			int answered = Math.max(result.rows().size() - 1, 0) / 2;
			for (int i = 0; i < answered; i++) {
				empty.put(batch.get(i), !result.rows(2 + 2 * i).isTrue(0, "filled"));
			}
			done += answered;
			DatabaseError error = result.error();
			if (error != null) {
				if (error.connectionLost()) {
					return empty;
				}
				this.session.query(List.of("ROLLBACK"));
				// The one that failed is not tried again.
				done += (answered < batch.size()) ? 1 : 0;
			}
		}
		return empty;
	}

	private static List<String> statements(List<String> keys, Map<String, ObjectName> tables, TimeBudget budget) {
		List<String> statements = new ArrayList<>();
		statements.add("BEGIN ISOLATION LEVEL READ COMMITTED, READ ONLY");
		statements.add("SELECT pg_catalog.set_config('lock_timeout', '200ms', true),"
				+ " pg_catalog.set_config('row_security', 'off', true)");
		for (String key : keys) {
			statements.add("SELECT " + budget.next());
			List<String> parts = Objects.requireNonNull(tables.get(key)).parts();
			statements
				.add("SELECT EXISTS (SELECT FROM " + Sql.identifier(parts.get(0)) + "." + Sql.identifier(parts.get(1))
						+ " TABLESAMPLE pg_catalog.system (100::pg_catalog.float4)) AS filled");
		}
		statements.add("COMMIT");
		return statements;
	}

}
