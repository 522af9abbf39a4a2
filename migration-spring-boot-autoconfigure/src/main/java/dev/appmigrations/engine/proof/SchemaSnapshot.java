package dev.appmigrations.engine.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import org.jspecify.annotations.Nullable;

/**
 * Everything in the catalogue of a database that a migration can make, and none of its
 * rows. Left out are the system's own objects, those of extensions (but for the
 * extensions themselves) and the tables of the history.
 */
public final class SchemaSnapshot {

	private final SortedMap<String, SchemaObject> objects;

	SchemaSnapshot(Collection<SchemaObject> objects) {
		SortedMap<String, SchemaObject> sorted = new TreeMap<>();
		objects.forEach((object) -> sorted.put(object.identity(), object));
		this.objects = Collections.unmodifiableSortedMap(sorted);
	}

	/**
	 * Reads the catalogue, in one round trip.
	 * @param session leads to the database, outside a transaction
	 * @param historyTable the name of the history's table, without its schema
	 * @param historySchema the schema that is created for the history, which is left out;
	 * {@code null} if there is none of its own
	 * @return what is there
	 * @throws DatabaseErrorException if the server refuses
	 */
	public static SchemaSnapshot read(Session session, String historyTable, @Nullable String historySchema) {
		QueryResult result = session.query(List.of("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
				// Without it definitions would depend on the path of whoever asks, and so
				// would the operator with which pg_get_viewdef looks for a rule (see
				// PostgreSQL: src/backend/utils/adt/ruleutils.c). A pg_temp that is not
				// named comes first.
				"SET LOCAL search_path = pg_catalog, pg_temp", "SET LOCAL quote_all_identifiers = off",
				// To compile so long a query takes longer than to run it.
				"SET LOCAL jit = off", CatalogueQuery.text(historyTable, historySchema), "COMMIT"));
		if (result.error() != null) {
			session.query(List.of("ROLLBACK"));
			throw new DatabaseErrorException(result.error());
		}
		return new SchemaSnapshot(objects(result.rows(0)));
	}

	private static List<SchemaObject> objects(Rows rows) {
		List<SchemaObject> objects = new ArrayList<>(rows.size());
		for (int row = 0; row < rows.size(); row++) {
			objects.add(new SchemaObject(rows.required(row, "identity"), rows.required(row, "definition"),
					rows.value(row, "owner"), rows.value(row, "removal")));
		}
		return objects;
	}

	/**
	 * Returns what is there, by its identity.
	 * @return all objects, sorted
	 */
	public Map<String, SchemaObject> objects() {
		return this.objects;
	}

	/**
	 * Returns what holds rows of users.
	 * @return the identities of tables, sorted
	 */
	public List<String> tables() {
		return this.objects.keySet().stream().filter((identity) -> identity.startsWith("table ")).toList();
	}

}
