package dev.appmigrations.engine.tenant;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.TenantOptions;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which tenants there are.
 */
final class TenantNames {

	private TenantNames() {
	}

	/**
	 * Reads the names.
	 * @param session the connection
	 * @param options where they are
	 * @return the names of their schemas, in order, each once
	 * @throws MigrationException if the query fails, or returns what is no name
	 */
	static List<String> read(Session session, TenantOptions options) {
		Set<String> names = new TreeSet<>(options.schemas());
		String query = options.query();
		if (query != null) {
			Rows rows = rows(session, query);
			for (int i = 0; i < rows.size(); i++) {
				names.add(name(rows.value(i, 0)));
			}
		}
		return List.copyOf(names);
	}

	/** The query is the application's own, and may do nothing but read. */
	private static Rows rows(Session session, String query) {
		QueryResult result = session.queryBehindCommit(List.of("SET LOCAL transaction_read_only = on", query),
				List.of());
		DatabaseError error = result.error();
		if (error != null) {
			throw new MigrationException(ErrorCode.STATEMENT_FAILED,
					"The query for the tenants failed.\n" + error.text() + "\n  " + query,
					"Correct the query: it returns a row for each tenant, and writes nothing.", null);
		}
		if (result.rows().size() != 1) {
			throw new MigrationException(ErrorCode.STATEMENT_FAILED,
					"The query for the tenants is not one statement that returns rows:\n  " + query,
					"Correct the query: it returns a row for each tenant.", null);
		}
		return result.rows(0);
	}

	private static String name(@Nullable String value) {
		String name = (value != null) ? value : "";
		try {
			HistoryTables.requireNames(name, HistoryTables.DEFAULT_HISTORY);
			return name;
		}
		catch (IllegalArgumentException ex) {
			throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
					"The query for the tenants has returned what is no name of a schema. " + ex.getMessage() + ".",
					"Leave such rows out of it.", ex);
		}
	}

}
