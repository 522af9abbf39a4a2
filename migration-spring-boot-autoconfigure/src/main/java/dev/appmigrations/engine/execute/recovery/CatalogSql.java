package dev.appmigrations.engine.execute.recovery;

import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * Pieces of SQL that look into the system catalogs.
 */
final class CatalogSql {

	private CatalogSql() {
	}

	/**
	 * Returns an expression for the oid of a table or an index, found as the server would
	 * find it; NULL if there is none.
	 */
	static String oid(ObjectName name) {
		List<String> parts = name.parts();
		// A third part can only be the current database, and to_regclass takes none.
		String qualified = parts.subList(Math.max(parts.size() - 2, 0), parts.size())
			.stream()
			.map(Sql::identifier)
			.collect(Collectors.joining("."));
		return "pg_catalog.to_regclass(" + Sql.literal(qualified) + ")::pg_catalog.oid";
	}

	/**
	 * Returns an expression for a field of a JSON object, as text.
	 */
	static String field(String json, String field) {
		return "(" + Sql.literal(json) + "::pg_catalog.jsonb OPERATOR(pg_catalog.->>) " + Sql.literal(field)
				+ "::pg_catalog.text)";
	}

	/**
	 * Returns an expression for a field of a JSON object that is an oid.
	 */
	static String oidField(String json, String field) {
		return "pg_catalog.oidin(pg_catalog.textout(" + field(json, field) + "))";
	}

	/**
	 * Returns an expression for an oid as text. There is no cast between the two, so that
	 * one that somebody creates would be used for {@code ::}.
	 */
	static String text(String oid) {
		return "pg_catalog.textin(pg_catalog.oidout(" + oid + "))";
	}

}
