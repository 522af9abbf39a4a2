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
		String path = ((this.schema != null) ? Sql.names(List.of(this.schema)) + " OPERATOR(pg_catalog.||) " : "")
				+ "pg_catalog.current_schemas(false)";
		List<String> parts = table.parts();
		boolean named = parts.size() > 1;
		String spaces = (named) ? Sql.names(List.of(parts.get(parts.size() - 2)))
				: ((this.schema != null) ? Sql.names(List.of(this.schema)) + " OPERATOR(pg_catalog.||) " : "")
						+ "pg_catalog.current_schemas(true)";
		Rows found = this.session.query(List.of(ShapeSql.TABLE.replace("%PATH%", path)
			.replace("%SPACES%", spaces)
			.replace("%NAME%", Sql.name(table.name())))).orThrow().rows(0);
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
			statements.add(sql.replace("%IN_SCHEMA%", inSchema).replace("%OID%", oid + "::pg_catalog.oid"));
		}
		return statements;
	}

}
