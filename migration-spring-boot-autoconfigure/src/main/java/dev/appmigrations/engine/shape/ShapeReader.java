package dev.appmigrations.engine.shape;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the shape of a table, in two messages: one finds the table, the other reads all
 * that belongs to it in one read-only transaction, which waits for no lock longer than
 * two seconds.
 */
public final class ShapeReader {

	private static final int SCHEMA_PUBLICATIONS = 150000;

	private final Session session;

	private final @Nullable String schema;

	/**
	 * Creates a reader.
	 * @param session the connection, in no transaction
	 * @param schema the schema that scripts look into before their search path, {@code
	 * null} for none
	 */
	public ShapeReader(Session session, @Nullable String schema) {
		this.session = session;
		this.schema = schema;
	}

	/**
	 * Reads a table.
	 * @param table its name, with or without a schema
	 * @return the table, {@code null} if there is no relation of that name
	 * @throws DatabaseErrorException if the server does not answer
	 */
	public @Nullable TableShape read(ObjectName table) {
		return read(table, "n.nspname OPERATOR(pg_catalog.=) p.space AND c.relname OPERATOR(pg_catalog.=) "
				+ Sql.name(table.name()));
	}

	/**
	 * Reads the table that an index belongs to.
	 * @param index its name, with or without a schema
	 * @return the table, {@code null} if there is no index of that name
	 * @throws DatabaseErrorException if the server does not answer
	 */
	public @Nullable TableShape ofIndex(ObjectName index) {
		return read(index, ShapeSql.INDEXED.replace("%NAME%", Sql.name(index.name())));
	}

	private @Nullable TableShape read(ObjectName name, String condition) {
		List<String> parts = name.parts();
		boolean named = parts.size() > 1;
		String spaces = (named) ? Sql.names(List.of(parts.get(parts.size() - 2))) : Sql.schemas(this.schema, true);
		Rows found = this.session.query(List.of(ShapeSql.TABLE.replace("%PATH%", Sql.schemas(this.schema, false))
			.replace("%SPACES%", spaces)
			.replace("%CONDITION%", condition))).orThrow().rows(0);
		String oid = found.value(0, "oid");
		if (oid == null) {
			return null;
		}
		int version = Integer.parseInt(found.required(0, "version"));
		QueryResult parted = this.session.queryTogether(statements(oid, version)).orThrow();
		return new ShapeAssembly(found, parted).shape(named, version);
	}

	private static List<String> statements(String oid, int version) {
		List<String> statements = new ArrayList<>();
		statements.add("SET LOCAL lock_timeout = '2s'");
		String inSchema = (version >= SCHEMA_PUBLICATIONS) ? ShapeSql.IN_SCHEMA : "";
		for (String sql : List.of(ShapeSql.COLUMNS, ShapeSql.CONSTRAINTS, ShapeSql.INDEXES, ShapeSql.POLICIES,
				ShapeSql.TRIGGERS, ShapeSql.DEPENDENTS, ShapeSql.GRANTS, ShapeSql.PARTITION_KEY, ShapeSql.LEAVES,
				ShapeSql.PUBLICATIONS, ShapeSql.TAKEN)) {
			if (sql.equals(ShapeSql.DEPENDENTS)) {
				// The operator with which pg_get_viewdef looks for a rule is found
				// through
				// the search path (see PostgreSQL: src/backend/utils/adt/ruleutils.c).
				statements.add("SET LOCAL search_path = pg_catalog, pg_temp");
			}
			statements.add(sql.replace("%IN_SCHEMA%", inSchema).replace("%OID%", oid + "::pg_catalog.oid"));
		}
		return statements;
	}

}
