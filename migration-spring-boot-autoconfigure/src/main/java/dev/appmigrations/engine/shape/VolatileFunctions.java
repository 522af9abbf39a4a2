package dev.appmigrations.engine.shape;

import java.util.Collection;
import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;

/**
 * Finds out whether functions may return something else for each row.
 */
public final class VolatileFunctions {

	private VolatileFunctions() {
	}

	/**
	 * Looks functions up, in all schemas.
	 * @param session the connection, in no transaction
	 * @param names names without schemas
	 * @return whether one of those that have these names is volatile
	 * @throws DatabaseErrorException if the server does not answer
	 */
	public static boolean anyOf(Session session, Collection<String> names) {
		return session
			.query(List
				.of("SELECT EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.proname OPERATOR(pg_catalog.=) ANY ("
						+ Sql.names(names) + ") AND p.provolatile OPERATOR(pg_catalog.=) 'v') AS found"))
			.orThrow()
			.rows(0)
			.isTrue(0, "found");
	}

}
