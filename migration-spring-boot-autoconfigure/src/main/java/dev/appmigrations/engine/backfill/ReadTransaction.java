package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;

/**
 * Runs one query in a transaction of its own that only reads, with settings that end with
 * it, all in one message. A row that a policy would hide is an error
 * ({@code row_security = off}), never a row less.
 */
final class ReadTransaction {

	/** Stands in front of a query that holds text of a script. */
	static final String AROUND_SCRIPT = "/* around text of a script */ ";

	private final Session session;

	private final List<String> preamble = new ArrayList<>();

	/**
	 * Prepares a transaction.
	 * @param session the connection, in no transaction
	 * @param settings the names and values of settings
	 */
	ReadTransaction(Session session, Map<String, String> settings) {
		this.session = session;
		StringJoiner set = new StringJoiner(", ", "SELECT ", "");
		set.add("pg_catalog.set_config('row_security', 'off', true)");
		settings.forEach(
				(name, value) -> set.add("pg_catalog.set_config('" + name + "', " + Sql.literal(value) + ", true)"));
		// Behind a pooler, the preamble sets the mode as the session had it.
		this.preamble.addAll(session.work().transactionPreamble());
		this.preamble.add("SET TRANSACTION READ ONLY");
		this.preamble.add(set.toString());
	}

	/**
	 * Runs a query.
	 * @param query its text
	 * @return what it returned, behind the rows of the settings
	 */
	QueryResult run(String query) {
		return run(List.of(query));
	}

	/**
	 * Runs queries.
	 * @param queries their texts
	 * @return what they returned, behind the rows of the settings
	 */
	QueryResult run(List<String> queries) {
		List<String> statements = new ArrayList<>(this.preamble);
		statements.addAll(queries);
		return this.session.queryBehindCommit(statements, List.of());
	}

	/**
	 * Runs a query and returns its rows.
	 * @param query its text
	 * @return its rows
	 * @throws dev.appmigrations.engine.jdbc.DatabaseErrorException if the server refuses
	 */
	Rows rows(String query) {
		List<Rows> rows = run(query).orThrow().rows();
		return rows.get(rows.size() - 1);
	}

}
