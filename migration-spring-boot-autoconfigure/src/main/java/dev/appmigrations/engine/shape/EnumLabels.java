package dev.appmigrations.engine.shape;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of an enum type.
 */
public final class EnumLabels {

	private EnumLabels() {
	}

	/**
	 * Reads them.
	 * @param session the connection, in no transaction
	 * @param type the name of the type, with or without a schema
	 * @param schema the schema that scripts look into before their search path, {@code
	 * null} for none
	 * @return the values in their order, {@code null} if there is no enum of that name
	 * @throws DatabaseErrorException if the server does not answer
	 */
	public static @Nullable List<String> of(Session session, ObjectName type, @Nullable String schema) {
		List<String> parts = type.parts();
		String spaces = (parts.size() > 1) ? Sql.names(List.of(parts.get(parts.size() - 2)))
				: Sql.schemas(schema, true);
		Rows rows = session.query(List
			.of("SELECT f.typtype OPERATOR(pg_catalog.=) 'e' AS enum, e.enumlabel AS label FROM (SELECT t.oid,"
					+ " t.typtype FROM pg_catalog.unnest(" + spaces + ") WITH ORDINALITY AS p (space, place)"
					+ " JOIN pg_catalog.pg_namespace n ON n.nspname OPERATOR(pg_catalog.=) p.space"
					+ " JOIN pg_catalog.pg_type t ON t.typnamespace OPERATOR(pg_catalog.=) n.oid"
					+ " AND t.typname OPERATOR(pg_catalog.=) " + Sql.name(type.name()) + " ORDER BY p.place LIMIT 1) f"
					+ " LEFT JOIN pg_catalog.pg_enum e ON e.enumtypid OPERATOR(pg_catalog.=) f.oid"
					+ " ORDER BY e.enumsortorder"))
			.orThrow()
			.rows(0);
		if (rows.size() == 0 || !rows.isTrue(0, "enum")) {
			return null;
		}
		List<String> labels = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			String label = rows.value(i, "label");
			if (label != null) {
				labels.add(label);
			}
		}
		return labels;
	}

}
