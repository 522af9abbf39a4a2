package dev.appmigrations.engine.shape;

import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.shape.CastShape.Way;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads how values of a column become values of another type.
 */
public final class CastReader {

	private CastReader() {
	}

	/**
	 * Reads the casts.
	 * @param session the connection, in no transaction
	 * @param table the name of the table with its schema
	 * @param column the name of the column
	 * @param type the other type, as a statement has it
	 * @return the casts, {@code null} if there is no such type
	 * @throws DatabaseErrorException if the server does not answer
	 */
	public static @Nullable CastShape read(Session session, ObjectName table, String column, String type) {
		String number = "(SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
				+ " ON n.oid OPERATOR(pg_catalog.=) c.relnamespace WHERE n.nspname OPERATOR(pg_catalog.=) "
				+ Sql.name(table.parts().get(0)) + " AND c.relname OPERATOR(pg_catalog.=) " + Sql.name(table.name())
				+ ")";
		QueryResult result = session
			.query(List.of(CastSql.CAST.formatted(Sql.literal(type), number, Sql.name(column))));
		DatabaseError error = result.error();
		if (error != null && (error.is(SqlState.SYNTAX_ERROR) || error.is(SqlState.UNDEFINED_OBJECT))) {
			// no name of a type at all
			return null;
		}
		Rows rows = result.orThrow().rows(0);
		if (rows.size() == 0 || !rows.isTrue(0, "found")) {
			return null;
		}
		return new CastShape(type, Way.valueOf(rows.required(0, "way")), Way.valueOf(rows.required(1, "way")),
				rows.isTrue(0, "equal_image"), rows.isTrue(0, "domain"));
	}

}
