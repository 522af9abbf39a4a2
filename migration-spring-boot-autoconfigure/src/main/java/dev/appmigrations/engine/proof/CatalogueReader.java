package dev.appmigrations.engine.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalogue again and again over one session, whose server plans each query
 * once:
 * <ol>
 * <li>Compare the fingerprints of all groups, and of the rest, with those of the last
 * reading.
 * <li>Where only relations and routines have changed, or types have come or gone, ask for
 * these. The others are as they were, except for what depends on a relation that has
 * other names or columns now: a view names columns of its tables, a foreign key names
 * another table.
 * <li>Where something else has changed (a value of a type, or a name of a routine, type,
 * schema or role, may stand in any definition), ask for everything.
 * </ol>
 */
public final class CatalogueReader {

	private static final String ALL = "app_migrations_catalogue";

	private static final String CHANGES = "app_migrations_changes";

	private static final String FINGERPRINTS = "app_migrations_fingerprints";

	/** The key of what belongs to no group. */
	private static final String NONE = "";

	/** The key of what is not read by group, and depends on a relation. */
	private static final String ANYTHING = "0";

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

	/** By the key of the group that they belong to. */
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
			ask(List
				.of("PREPARE " + FINGERPRINTS + " AS " + CatalogueFingerprints.query(this.historyTable),
						"PREPARE " + CHANGES + " (pg_catalog.int8[], pg_catalog.int8[], pg_catalog.bool) AS "
								+ CatalogueQuery.changes(this.historyTable),
						"PREPARE " + ALL + " AS " + text(), "COMMIT"));
			this.prepared = true;
		}
		CatalogueFingerprints earlier = this.fingerprints;
		CatalogueFingerprints now = new CatalogueFingerprints(ask(List.of("EXECUTE " + FINGERPRINTS)).rows(0));
		List<String> changed = (earlier != null) ? now.changedSince(earlier) : null;
		this.fingerprints = null;
		if (earlier == null || changed == null) {
			replace(goOn("EXECUTE " + ALL));
		}
		else if (!update(earlier, now, changed)) {
			replace(ask(List.of("EXECUTE " + ALL, "COMMIT")).rows(0));
		}
		this.fingerprints = now;
		List<SchemaObject> all = new ArrayList<>();
		this.objects.values().forEach(all::addAll);
		return new SchemaSnapshot(all);
	}

	private void replace(Rows rows) {
		this.objects.clear();
		this.objects.putAll(objects(rows));
	}

	/**
	 * Reads some groups anew.
	 * @return whether the others are as they were
	 */
	private boolean update(CatalogueFingerprints earlier, CatalogueFingerprints now, List<String> changed) {
		this.objects.keySet().removeIf((key) -> !key.equals(NONE) && !now.has(key));
		if (changed.isEmpty()) {
			checked(this.session.query(List.of("COMMIT")));
			return true;
		}
		Set<String> altered = new HashSet<>();
		for (String key : changed) {
			if (now.hasOtherColumns(key, earlier)) {
				altered.add(key);
			}
		}
		Map<String, List<SchemaObject>> found = objects(goOn(changes(changed, altered, false)));
		Set<String> renamed = renamed(changed, found);
		changed.forEach((key) -> found.putIfAbsent(key, List.of()));
		if (!merge(found)) {
			return false;
		}
		return renamed.isEmpty() || merge(objects(ask(List.of(changes(List.of(), renamed, true), "COMMIT")).rows(0)));
	}

	private static String changes(Collection<String> changed, Collection<String> named, boolean renamed) {
		return "EXECUTE " + CHANGES + " ('{" + String.join(",", changed) + "}', '{" + String.join(",", named) + "}', "
				+ renamed + ")";
	}

	/**
	 * Relations of which something may have another name. The name of what is gone stands
	 * nowhere, as long as nothing has come instead.
	 */
	private Set<String> renamed(List<String> changed, Map<String, List<SchemaObject>> found) {
		Set<String> renamed = new HashSet<>();
		for (String key : changed) {
			List<SchemaObject> before = this.objects.get(key);
			if (before != null && CatalogueGroup.RELATION.has(key)) {
				Set<String> old = names(before);
				Set<String> now = names(found.getOrDefault(key, List.of()));
				if (!now.containsAll(old) && !old.containsAll(now)) {
					renamed.add(key);
				}
			}
		}
		return renamed;
	}

	private boolean merge(Map<String, List<SchemaObject>> found) {
		if (found.containsKey(ANYTHING)) {
			return false;
		}
		for (Map.Entry<String, List<SchemaObject>> entry : found.entrySet()) {
			List<SchemaObject> before = this.objects.put(entry.getKey(), entry.getValue());
			// Any definition may hold the name of a routine.
			if (before != null && CatalogueGroup.ROUTINE.has(entry.getKey())
					&& !names(entry.getValue()).containsAll(names(before))) {
				return false;
			}
		}
		return true;
	}

	private static Set<String> names(List<SchemaObject> objects) {
		Set<String> names = new HashSet<>();
		objects.forEach((object) -> names.add(object.identity()));
		return names;
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
