package dev.appmigrations.engine.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace.Kind;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The objects that were there before a unit, and that others may therefore be using. They
 * keep their names when they are dropped, and an index that ALTER TYPE replaces with
 * another oid over the same file stays the same index.
 */
final class VisibleObjects {

	private final Map<String, TracedRelation> relations = new HashMap<>();

	private final Map<ObjectKey, ObjectTrace> others = new HashMap<>();

	/** The oids of those that are dropped. */
	private final Set<String> gone = new HashSet<>();

	/** All files that a table, or the indexes of a table, have had. */
	private final Map<String, Set<String>> files = new HashMap<>();

	/**
	 * Reads what is there.
	 * @param relations the rows of {@link TraceSql#ALL}
	 * @param others the rows of {@link TraceSql#OBJECTS}
	 */
	VisibleObjects(Rows relations, Rows others) {
		for (int i = 0; i < relations.size(); i++) {
			TracedRelation relation = TracedRelation.of(relations, i);
			this.relations.put(relation.oid(), relation);
			remember(relation);
		}
		for (int i = 0; i < others.size(); i++) {
			String schema = others.value(i, "nspname");
			String name = others.required(i, "name");
			this.others.put(new ObjectKey(others.required(i, "classid"), others.required(i, "oid")),
					new ObjectTrace(Kind.valueOf(others.required(i, "kind")),
							(schema != null) ? ObjectName.of(schema, name) : ObjectName.of(name)));
		}
	}

	private boolean remember(TracedRelation relation) {
		String file = relation.file();
		String owner = (relation.table() != null) ? relation.table() + "/indexes" : relation.oid();
		return file != null && this.files.computeIfAbsent(owner, (key) -> new HashSet<>()).add(file);
	}

	/**
	 * Finds an object by what is locked.
	 * @param key what is locked
	 * @return the object, {@code null} if it is new, or of no interest
	 */
	@Nullable ObjectTrace find(ObjectKey key) {
		if (!key.catalog().isEmpty()) {
			return this.others.get(key);
		}
		TracedRelation relation = this.relations.get(key.oid());
		return (relation != null) ? trace(relation) : null;
	}

	/**
	 * Finds a relation by its name.
	 * @param name the name, qualified with its schema
	 * @return the relation, {@code null} if there was none
	 */
	@Nullable ObjectTrace find(@Nullable ObjectName name) {
		for (TracedRelation relation : this.relations.values()) {
			if (relation.name().equals(name)) {
				return trace(relation);
			}
		}
		return null;
	}

	private ObjectTrace trace(TracedRelation relation) {
		TracedRelation table = (relation.table() != null) ? this.relations.get(relation.table()) : null;
		return new ObjectTrace(relation.kind(), relation.name(), (table != null) ? table.name() : null);
	}

	/**
	 * Compares with what is there now.
	 * @param now the rows of {@link TraceSql#LOCKED} or {@link TraceSql#ALL}
	 * @param locked the oids of the relations that the rows are about, {@code null} for
	 * all
	 * @return what has changed; the next comparison is with the state of this one
	 */
	Changes compare(Rows now, @Nullable Set<String> locked) {
		List<ObjectTrace> rewrites = new ArrayList<>();
		List<ObjectTrace> builds = new ArrayList<>();
		List<ObjectTrace> scans = new ArrayList<>();
		Map<String, TracedRelation> found = new HashMap<>();
		for (int i = 0; i < now.size(); i++) {
			TracedRelation relation = TracedRelation.of(now, i);
			found.put(relation.oid(), relation);
		}
		for (TracedRelation relation : found.values()) {
			TracedRelation before = this.relations.get(relation.oid());
			String table = relation.table();
			if (table != null && this.relations.containsKey(table)) {
				if (remember(relation)) {
					builds.add(trace(relation));
				}
			}
			else if (before != null) {
				if (remember(relation) && relation.kind() != Kind.SEQUENCE) {
					rewrites.add(trace(before));
				}
				if (relation.scans() > before.scans()) {
					scans.add(trace(before));
				}
			}
		}
		List<ObjectTrace> dropped = dropped(found, (locked != null) ? locked : Set.copyOf(this.relations.keySet()));
		this.gone.removeAll(found.keySet());
		for (TracedRelation relation : found.values()) {
			this.relations.computeIfPresent(relation.oid(), (oid, before) -> relation);
		}
		return new Changes(rewrites, builds, scans, dropped);
	}

	private List<ObjectTrace> dropped(Map<String, TracedRelation> found, Set<String> locked) {
		List<ObjectTrace> dropped = new ArrayList<>();
		for (String oid : locked) {
			TracedRelation before = this.relations.get(oid);
			if (before != null && !found.containsKey(oid) && this.gone.add(oid)) {
				TracedRelation successor = successor(before, found);
				if (successor == null) {
					dropped.add(trace(before));
				}
				else {
					this.relations.put(successor.oid(), successor);
				}
			}
		}
		return dropped;
	}

	/** An index that was made again under its name, as ALTER TYPE does. */
	private static @Nullable TracedRelation successor(TracedRelation before, Map<String, TracedRelation> found) {
		if (before.table() != null) {
			for (TracedRelation candidate : found.values()) {
				if (Objects.equals(before.table(), candidate.table()) && before.name().equals(candidate.name())) {
					return candidate;
				}
			}
		}
		return null;
	}

	/**
	 * Reads what is there, from the answer to {@link TraceSql#ALL} and
	 * {@link TraceSql#OBJECTS}.
	 */
	static VisibleObjects of(QueryResult result) {
		return new VisibleObjects(result.rows(0), result.rows(1));
	}

	/**
	 * What a statement has done to them.
	 *
	 * @param rewrites tables with another file
	 * @param indexBuilds indexes with a file that no index of the table has had
	 * @param scans tables that were scanned
	 * @param dropped relations that are gone
	 */
	record Changes(List<ObjectTrace> rewrites, List<ObjectTrace> indexBuilds, List<ObjectTrace> scans,
			List<ObjectTrace> dropped) {

		/** The names of all of them, and of the tables of the indexes. */
		Set<ObjectName> names() {
			Set<ObjectName> names = new HashSet<>();
			for (List<ObjectTrace> objects : List.of(this.rewrites, this.indexBuilds, this.scans, this.dropped)) {
				for (ObjectTrace object : objects) {
					names.add(object.name());
					if (object.table() != null) {
						names.add(object.table());
					}
				}
			}
			return names;
		}

	}

}
