package dev.appmigrations.engine.safety.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.safety.facts.FunctionFacts;
import dev.appmigrations.engine.safety.facts.SchemaFacts;
import dev.appmigrations.engine.safety.facts.TypeFacts;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The schema at one moment: what was read of the database, and what the pending
 * migrations have done to it so far.
 */
public final class SchemaState {

	private static final String DEFAULT_SCHEMA = "public";

	private final @Nullable SchemaFacts facts;

	/** Whether the database is known to have no tables, so that nothing was read. */
	private boolean newDatabase;

	private final Map<ObjectName, TableState> tables = new LinkedHashMap<>();

	/** Dropped, or renamed, by a pending migration. */
	private final Set<ObjectName> gone = new HashSet<>();

	/** By name, the types that a pending migration creates. */
	private final Map<ObjectName, TypeFacts> newTypes = new HashMap<>();

	private SchemaState(@Nullable SchemaFacts facts, boolean newDatabase) {
		this.facts = facts;
		this.newDatabase = newDatabase;
		if (facts != null) {
			facts.relations().forEach((relation) -> {
				TableState table = TableState.of(relation);
				this.tables.put(table.name(), table);
			});
		}
	}

	/**
	 * Returns the schema of a database.
	 * @param facts what was read of it, {@code null} if nobody has looked
	 * @return its state before the first pending migration
	 */
	public static SchemaState of(@Nullable SchemaFacts facts) {
		return new SchemaState(facts, false);
	}

	/**
	 * Returns the schema of a database without tables.
	 * @return its state before the first migration
	 */
	public static SchemaState empty() {
		return new SchemaState(null, true);
	}

	/**
	 * Returns what was read of the database.
	 * @return the facts, {@code null} if nobody has looked
	 */
	public @Nullable SchemaFacts facts() {
		return this.facts;
	}

	/**
	 * Returns a table, or another relation.
	 * @param name its name as a statement writes it
	 * @return its state, which may be that nothing is known
	 */
	public TableState table(ObjectName name) {
		TableState found = find(name);
		if (found != null) {
			return found;
		}
		return (isKnownToBeAbsent(name)) ? TableState.absent(name) : TableState.unknown(name);
	}

	/**
	 * Returns the table that an index belongs to.
	 * @param index the name of the index as a statement writes it
	 * @return the table, {@code null} if it is unknown
	 */
	public @Nullable TableState tableOfIndex(ObjectName index) {
		for (TableState table : this.tables.values()) {
			if (table.index(index.name()) != null && (index.parts().size() == 1 || table.name().parts().size() == 1
					|| schemaOf(index).equals(schemaOf(table.name())))) {
				return table;
			}
		}
		return null;
	}

	/**
	 * Tells whether the database was asked for a name, so that what was not found does
	 * not exist.
	 * @param name the name as a statement writes it
	 * @return whether what is not here is absent
	 */
	public boolean isKnown(ObjectName name) {
		return isKnownToBeAbsent(name);
	}

	/**
	 * Returns all tables that are known.
	 * @return the tables
	 */
	public Collection<TableState> tables() {
		return this.tables.values();
	}

	/**
	 * Returns a type.
	 * @param name its name as a statement writes it
	 * @return the type, {@code null} if it is unknown
	 */
	public @Nullable TypeFacts type(ObjectName name) {
		for (Map.Entry<ObjectName, TypeFacts> entry : this.newTypes.entrySet()) {
			if (isSame(entry.getKey(), name)) {
				return entry.getValue();
			}
		}
		if (this.facts != null) {
			for (TypeFacts type : this.facts.types()) {
				if (isSame(ObjectName.of(type.schema(), type.name()), name)) {
					return type;
				}
			}
		}
		return null;
	}

	/**
	 * Returns a function.
	 * @param name its name as a statement writes it
	 * @return the function, {@code null} if it is unknown
	 */
	public @Nullable FunctionFacts function(ObjectName name) {
		if (this.facts != null) {
			for (FunctionFacts function : this.facts.functions()) {
				if (isSame(ObjectName.of(function.schema(), function.name()), name)) {
					return function;
				}
			}
		}
		return null;
	}

	/**
	 * Tells whether a pending migration has dropped an object.
	 * @param name its name, behind that of its table for a trigger, rule or policy
	 * @return whether it is gone
	 */
	public boolean isGone(ObjectName name) {
		return this.gone.stream().anyMatch((dropped) -> endsAlike(dropped.parts(), name.parts()));
	}

	private static boolean endsAlike(List<String> dropped, List<String> name) {
		int shorter = Math.min(dropped.size(), name.size());
		return dropped.subList(dropped.size() - shorter, dropped.size())
			.equals(name.subList(name.size() - shorter, name.size()));
	}

	/**
	 * Advances the state by what a statement does.
	 * @param statement the statement
	 */
	public void apply(DdlStatement statement) {
		new SchemaChange(this).apply(statement);
	}

	/**
	 * Lets time pass: what was created so far is in use from now on, and of unknown size.
	 */
	public void settle() {
		this.tables.values().forEach(TableState::settle);
		this.newTypes.clear();
		this.newDatabase = false;
	}

	@Nullable TableState find(ObjectName name) {
		TableState exact = this.tables.get(name);
		if (exact != null) {
			return exact;
		}
		if (name.parts().size() == 1) {
			for (String schema : searchPath()) {
				TableState found = this.tables.get(ObjectName.of(schema, name.name()));
				if (found != null) {
					return found;
				}
			}
			return (this.facts == null) ? onlyOne(name.name()) : null;
		}
		// What was created without a schema, where the search path is unknown.
		TableState unqualified = this.tables.get(ObjectName.of(name.name()));
		return (unqualified != null && this.facts == null) ? unqualified : null;
	}

	private @Nullable TableState onlyOne(String name) {
		List<TableState> found = new ArrayList<>();
		for (TableState table : this.tables.values()) {
			if (table.name().name().equals(name)) {
				found.add(table);
			}
		}
		return (found.size() == 1) ? found.get(0) : null;
	}

	private boolean isKnownToBeAbsent(ObjectName name) {
		if (this.newDatabase || this.gone.contains(qualified(name))) {
			return true;
		}
		SchemaFacts known = this.facts;
		return known != null && (known.complete() || known.askedFor().contains(name));
	}

	/** Returns the name that a new relation gets. */
	ObjectName qualified(ObjectName name) {
		if (name.parts().size() > 1 || this.facts == null) {
			return name;
		}
		List<String> path = searchPath();
		return ObjectName.of((path.isEmpty()) ? DEFAULT_SCHEMA : path.get(0), name.name());
	}

	void put(TableState table) {
		this.gone.remove(table.name());
		this.tables.put(table.name(), table);
	}

	void remove(TableState table) {
		this.tables.remove(table.name());
		this.gone.add(table.name());
	}

	void remove(ObjectName object) {
		this.gone.add(object);
	}

	void put(TypeFacts type, ObjectName name) {
		this.newTypes.put(name, type);
	}

	private List<String> searchPath() {
		if (this.facts == null) {
			return List.of();
		}
		return this.facts.searchPath().stream().filter((schema) -> !schema.equals("pg_catalog")).toList();
	}

	private boolean isSame(ObjectName known, ObjectName written) {
		return known.name().equals(written.name()) && (known.parts().size() == 1 || written.parts().size() == 1
				|| schemaOf(known).equals(schemaOf(written)));
	}

	private static String schemaOf(ObjectName name) {
		return name.parts().get(Math.max(0, name.parts().size() - 2));
	}

}
