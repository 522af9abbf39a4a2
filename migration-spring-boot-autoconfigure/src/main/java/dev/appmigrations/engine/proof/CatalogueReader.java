package dev.appmigrations.engine.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalogue again and again over one session, whose server plans each query
 * once:
 * <ol>
 * <li>Compare the fingerprints of all relations, and of the rest, with those of the last
 * reading.
 * <li>Where only relations have changed, ask for these and for those that depend on them:
 * a view names columns of its tables, a foreign key names another table. The others are
 * as they were.
 * <li>Where something else has changed (a name of a function, type, schema or role may
 * stand in any definition), ask for everything.
 * </ol>
 */
public final class CatalogueReader {

	private static final String ALL = "app_migrations_catalogue";

	private static final String CHANGES = "app_migrations_changes";

	private static final String FINGERPRINTS = "app_migrations_fingerprints";

	/** The key of what belongs to no relation. */
	private static final String NONE = "";

	private static final List<String> BEGIN = List.of("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
			// Without it definitions would depend on the path of whoever asks, and so
			// would the operator with which pg_get_viewdef looks for a rule (see
			// PostgreSQL: src/backend/utils/adt/ruleutils.c). A pg_temp that is not
			// named comes first.
			"SET LOCAL search_path = pg_catalog, pg_temp", "SET LOCAL quote_all_identifiers = off",
			// To compile so long a query takes longer than to run it, and so does to plan
			// it again.
			"SET LOCAL jit = off", "SET LOCAL plan_cache_mode = force_generic_plan");

	private final Session session;

	private final String historyTable;

	private final @Nullable String historySchema;

	/** By the oid of the relation that they belong to. */
	private final Map<String, List<SchemaObject>> objects = new HashMap<>();

	private @Nullable CatalogueFingerprints fingerprints;

	private boolean prepared;

	/**
	 * Creates a reader.
	 * @param session leads to the database, outside a transaction
	 * @param historyTable the name of the history's table, without its schema
	 * @param historySchema the schema that is created for the history, which is left out;
	 * {@code null} if there is none of its own
	 */
	public CatalogueReader(Session session, String historyTable, @Nullable String historySchema) {
		this.session = session;
		this.historyTable = historyTable;
		this.historySchema = historySchema;
	}

	/**
	 * Reads what has changed since the last time, in two round trips.
	 * @return what is there
	 * @throws DatabaseErrorException if the server refuses
	 */
	public SchemaSnapshot read() {
		if (!this.prepared) {
			ask(List.of("PREPARE " + FINGERPRINTS + " AS " + CatalogueFingerprints.query(this.historyTable),
					"PREPARE " + CHANGES + " (pg_catalog.oid[]) AS " + CatalogueQuery.changes(this.historyTable),
					"PREPARE " + ALL + " AS " + text(), "COMMIT"));
			this.prepared = true;
		}
		CatalogueFingerprints earlier = this.fingerprints;
		CatalogueFingerprints now = new CatalogueFingerprints(ask(List.of("EXECUTE " + FINGERPRINTS)).rows(0));
		List<String> changed = (earlier != null) ? now.changedSince(earlier) : null;
		this.fingerprints = null;
		if (changed == null) {
			this.objects.clear();
			this.objects.putAll(objects(goOn("EXECUTE " + ALL)));
		}
		else {
			this.objects.keySet().removeIf((relation) -> !relation.equals(NONE) && !now.has(relation));
			changed.forEach(this.objects::remove);
			this.objects.putAll(objects(goOn("EXECUTE " + CHANGES + " ('{" + String.join(",", changed) + "}')")));
		}
		this.fingerprints = now;
		List<SchemaObject> all = new ArrayList<>();
		this.objects.values().forEach(all::addAll);
		return new SchemaSnapshot(all);
	}

	/**
	 * Reads everything once, in one round trip.
	 * @return what is there
	 * @throws DatabaseErrorException if the server refuses
	 */
	public SchemaSnapshot readOnce() {
		List<SchemaObject> all = new ArrayList<>();
		objects(ask(List.of(text(), "COMMIT")).rows(0)).values().forEach(all::addAll);
		return new SchemaSnapshot(all);
	}

	private String text() {
		return CatalogueQuery.text(this.historyTable, this.historySchema);
	}

	private QueryResult ask(List<String> statements) {
		List<String> all = new ArrayList<>(BEGIN);
		all.addAll(statements);
		return checked(this.session.query(all));
	}

	private Rows goOn(String statement) {
		return checked(this.session.query(List.of(statement, "COMMIT"))).rows(0);
	}

	private QueryResult checked(QueryResult result) {
		if (result.error() != null) {
			this.session.query(List.of("ROLLBACK"));
			throw new DatabaseErrorException(result.error());
		}
		return result;
	}

	private static Map<String, List<SchemaObject>> objects(Rows rows) {
		Map<String, List<SchemaObject>> objects = new HashMap<>();
		for (int row = 0; row < rows.size(); row++) {
			objects
				.computeIfAbsent(Objects.requireNonNullElse(rows.value(row, "home"), NONE), (home) -> new ArrayList<>())
				.add(new SchemaObject(rows.required(row, "identity"), rows.required(row, "definition"),
						rows.value(row, "owner"), rows.value(row, "removal")));
		}
		return objects;
	}

}
