package dev.appmigrations.engine.safety.facts;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;

/**
 * Reads facts about a database in one message and one read-only transaction:
 * <ol>
 * <li>The names are looked up as the server would, and the objects chosen that belong to
 * them: the table of an index, the tables that use a type, partitions, and both ends of
 * foreign keys.
 * <li>Each kind of facts is read for the chosen objects.
 * <li>Sizes, and texts of expressions, take an ACCESS SHARE lock on their relation for a
 * moment. Where somebody holds one of them exclusively for more than 200 ms, all is read
 * once more in a second message, without the sizes and texts of those that are held.
 * <li>Where it is asked for, tables are tried for a row, see {@link RowProbes}.
 * </ol>
 * Nothing that goes wrong here is an exception: the facts are unknown then.
 */
public final class FactsReader {

	/**
	 * Reads facts.
	 * @param session the connection, in no transaction
	 * @param request what is wanted
	 * @return the facts, or why they are unknown
	 */
	public FactsReading read(Session session, FactsRequest request) {
		int version = session.connection().serverVersion();
		if (version == 0) {
			return new FactsReading(null, "the version of the server is unknown");
		}
		String reason = null;
		QueryResult result = ask(session, new FactsStatements(request, version, false));
		DatabaseError error = result.error();
		if (error != null && error.is(SqlState.LOCK_NOT_AVAILABLE)) {
			reason = "some sizes and expressions, because tables are locked exclusively";
			result = ask(session, new FactsStatements(request, version, true));
			error = result.error();
		}
		if (error != null) {
			return new FactsReading(null, reason(error, request.limit()));
		}
		FactsAssembly assembly = new FactsAssembly(result, request);
		if (request.depth() == FactsRequest.Depth.PROBES) {
			assembly.probed(new RowProbes(session, request.limit()).find(assembly.probes()));
		}
		return new FactsReading(assembly.facts(), reason);
	}

	private static QueryResult ask(Session session, FactsStatements statements) {
		QueryResult result = session.query(statements.all());
		DatabaseError error = result.error();
		if (error != null && !error.connectionLost()) {
			session.query(List.of("ROLLBACK"));
		}
		return result;
	}

	private static String reason(DatabaseError error, Duration limit) {
		if (error.is(SqlState.QUERY_CANCELED)) {
			return "reading them took longer than " + limit.toMillis() + " ms";
		}
		return "the server refused: " + error.message();
	}

}
