package dev.appmigrations.engine.proof;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
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
		return new CatalogueReader(session, historyTable, historySchema).readOnce();
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
