package dev.appmigrations.engine.execute.recovery;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.text.VisibleText;

/**
 * An index that a concurrent statement may have left.
 *
 * @param schema its schema
 * @param name its name
 * @param valid whether it is complete and in use; if not, it costs every write and serves
 * no query
 */
record InvalidIndex(String schema, String name, boolean valid) {

	private static final String VALID = "(i.indisvalid AND i.indisready)";

	/** A condition for {@link #find}. */
	static final String INVALID = "NOT " + VALID;

	/**
	 * Finds indexes.
	 * @param condition on {@code pg_index i} and {@code pg_class c}
	 */
	static List<InvalidIndex> find(Session session, String condition) {
		Rows rows = session.query(List.of("SELECT n.nspname, c.relname, " + VALID + " AS valid"
				+ " FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid"
				+ " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
				+ " WHERE c.relkind OPERATOR(pg_catalog.=) 'i'::pg_catalog.\"char\" AND " + condition
				+ " ORDER BY c.oid"))
			.rows(0);
		List<InvalidIndex> found = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			found.add(new InvalidIndex(rows.required(i, "nspname"), rows.required(i, "relname"),
					rows.isTrue(i, "valid")));
		}
		return found;
	}

	/**
	 * Returns an expression for what is there: an object with the oids of indexes.
	 * @param condition on {@code pg_index i} and {@code pg_class c}
	 */
	static String oids(String condition) {
		return "coalesce((SELECT pg_catalog.jsonb_object_agg(" + CatalogSql.text("c.oid")
				+ ", i.indisvalid) FROM pg_catalog.pg_index i"
				+ " JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid WHERE " + condition
				+ "), '{}'::pg_catalog.jsonb)";
	}

	/**
	 * Returns a condition for {@link #find}: the index was not there.
	 * @param before an object with {@link #oids} in its field "indexes"
	 */
	static String newSince(String before) {
		return "(" + Sql.literal(before) + "::pg_catalog.jsonb OPERATOR(pg_catalog.->) 'indexes'::pg_catalog.text"
				+ " OPERATOR(pg_catalog.->) " + CatalogSql.text("c.oid") + ") IS NULL";
	}

	void drop(Session session) throws BatchFailedException {
		session.work().sendPatiently(dropStatement());
	}

	String dropStatement() {
		return "DROP INDEX CONCURRENTLY IF EXISTS " + Sql.identifier(this.schema) + "." + Sql.identifier(this.name);
	}

	boolean isToast() {
		return this.schema.equals("pg_toast");
	}

	@Override
	public String toString() {
		return VisibleText.line(this.schema + "." + this.name);
	}

}
