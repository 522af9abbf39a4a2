package dev.appmigrations.engine.safety.facts;

import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server how many rows statements would change, with plain {@code EXPLAIN}:
 * <ol>
 * <li>A transaction begins that is READ ONLY, because planning runs functions that are
 * declared IMMUTABLE or STABLE. Planning may take two seconds, and wait for a lock for
 * 200 ms. Strings are read as the tokenizer reads them, in a message of its own, so that
 * the next message holds one statement for the server, too.
 * <li>The statement is explained, never executed. As its parser does, the server locks
 * the target ROW EXCLUSIVE and what is read ACCESS SHARE.
 * <li>The transaction is rolled back at once.
 * </ol>
 */
public final class RowEstimator {

	private final Session session;

	private final List<String> begin;

	/**
	 * Creates an estimator.
	 * @param session the connection, in no transaction
	 * @param schema the schema that scripts look into before their search path, {@code
	 * null} for none
	 */
	public RowEstimator(Session session, @Nullable String schema) {
		this.session = session;
		String path = "pg_catalog.current_setting('search_path')";
		this.begin = List.of("BEGIN ISOLATION LEVEL READ COMMITTED, READ ONLY",
				"SELECT pg_catalog.set_config('lock_timeout', '200ms', true),"
						+ " pg_catalog.set_config('statement_timeout', '2s', true),"
						+ " pg_catalog.set_config('standard_conforming_strings', 'on', true)"
						+ ((schema != null) ? ", pg_catalog.set_config('search_path', pg_catalog.concat_ws(', ', "
								+ Sql.literal(Sql.identifier(schema)) + ", CASE WHEN " + path
								+ " OPERATOR(pg_catalog.<>) '' THEN " + path + " END), true)" : ""));
	}

	/**
	 * Estimates one statement.
	 * @param statement its text, an INSERT, UPDATE, DELETE or MERGE
	 * @return the number of rows, or why there is none
	 */
	public RowEstimate estimate(String statement) {
		QueryResult begun = this.session.query(this.begin);
		if (begun.error() != null) {
			return refused(begun.error());
		}
		QueryResult result = this.session.query(List.of("EXPLAIN (FORMAT YAML) " + statement));
		DatabaseError error = result.error();
		if (error == null || !error.connectionLost()) {
			this.session.query(List.of("ROLLBACK"));
		}
		if (error != null) {
			return refused(error);
		}
		Long rows = (result.rows(0).size() > 0) ? PlannedRows.of(result.rows(0).value(0, 0)) : null;
		return (rows != null) ? new RowEstimate(rows, null)
				: new RowEstimate(null, "the server's plan changes no rows by itself");
	}

	private static RowEstimate refused(DatabaseError error) {
		if (error.is(SqlState.QUERY_CANCELED)) {
			return new RowEstimate(null, "planning it took longer than 2 s");
		}
		if (error.is(SqlState.LOCK_NOT_AVAILABLE)) {
			return new RowEstimate(null, "others hold a lock that keeps even planning waiting");
		}
		return new RowEstimate(null, "the server refuses to plan it now: " + error.message());
	}

	/**
	 * An estimate.
	 *
	 * @param rows how many rows are changed, {@code null} if that is not known
	 * @param reason why it is not known, {@code null} if it is
	 */
	public record RowEstimate(@Nullable Long rows, @Nullable String reason) {

	}

}
