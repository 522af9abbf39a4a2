package dev.appmigrations.engine.safety.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.safety.facts.ConstraintFacts;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A table, or a view, at one moment. What is not known counts as unknown, never as
 * absent.
 */
public final class TableState {

	private ObjectName name;

	private Origin origin;

	private final @Nullable RelationFacts facts;

	/** Whether all columns, constraints and indexes are known. */
	private boolean complete;

	private boolean partitioned;

	private @Nullable ObjectName partitionOf;

	private final Map<String, ColumnState> columns = new LinkedHashMap<>();

	private final Map<String, ConstraintState> constraints = new LinkedHashMap<>();

	private final Map<String, IndexState> indexes = new LinkedHashMap<>();

	private TableState(ObjectName name, Origin origin, @Nullable RelationFacts facts, boolean complete) {
		this.name = name;
		this.origin = origin;
		this.facts = facts;
		this.complete = complete;
	}

	static TableState unknown(ObjectName name) {
		return new TableState(name, Origin.UNKNOWN, null, false);
	}

	static TableState absent(ObjectName name) {
		return new TableState(name, Origin.ABSENT, null, true);
	}

	static TableState created(ObjectName name, boolean complete) {
		return new TableState(name, Origin.NEW, null, complete);
	}

	static TableState of(RelationFacts facts) {
		TableState table = new TableState(ObjectName.of(facts.schema(), facts.name()), Origin.EXISTING, facts, true);
		table.partitioned = facts.kind() == RelationFacts.Kind.PARTITIONED_TABLE;
		table.partitionOf = facts.partitionOf();
		facts.columns().forEach((column) -> table.columns.put(column.name(), ColumnState.of(column)));
		facts.constraints()
			.stream()
			.filter((constraint) -> constraint.table().equals(table.name))
			.forEach((constraint) -> table.constraints.put(constraint.name(), ConstraintState.of(constraint)));
		facts.indexes().forEach((index) -> table.indexes.put(index.name(), IndexState.of(index)));
		return table;
	}

	/**
	 * Returns its name, with the schema as far as that is known.
	 * @return the name
	 */
	public ObjectName name() {
		return this.name;
	}

	/**
	 * Returns where it comes from.
	 * @return the origin
	 */
	public Origin origin() {
		return this.origin;
	}

	/**
	 * Tells whether nobody else can use it yet: a pending migration creates it.
	 * @return whether it is new
	 */
	public boolean isNew() {
		return this.origin == Origin.NEW;
	}

	/**
	 * Returns what was read of it before the first pending migration.
	 * @return the facts, {@code null} if there are none
	 */
	public @Nullable RelationFacts facts() {
		return this.facts;
	}

	/**
	 * Tells whether columns, constraints and indexes that are not here do not exist.
	 * @return whether all are known
	 */
	public boolean isComplete() {
		return this.complete;
	}

	/**
	 * Tells whether it is known to be partitioned.
	 * @return {@code false} also where that is unknown
	 */
	public boolean isPartitioned() {
		return this.partitioned;
	}

	/**
	 * Returns the partitioned table that it is a partition of.
	 * @return the name, {@code null} where there is none, or where it is unknown
	 */
	public @Nullable ObjectName partitionOf() {
		return this.partitionOf;
	}

	/**
	 * Returns a column.
	 * @param column its name
	 * @return the column, {@code null} if it is absent or unknown
	 */
	public @Nullable ColumnState column(String column) {
		return this.columns.get(column);
	}

	/**
	 * Returns all columns that are known.
	 * @return the columns in order
	 */
	public Collection<ColumnState> columns() {
		return this.columns.values();
	}

	/**
	 * Returns a constraint.
	 * @param constraint its name
	 * @return the constraint, {@code null} if it is absent or unknown
	 */
	public @Nullable ConstraintState constraint(String constraint) {
		return this.constraints.get(constraint);
	}

	/**
	 * Returns all constraints that are known.
	 * @return the constraints
	 */
	public Collection<ConstraintState> constraints() {
		return this.constraints.values();
	}

	/**
	 * Returns an index.
	 * @param index its name without the schema
	 * @return the index, {@code null} if it is absent or unknown
	 */
	public @Nullable IndexState index(String index) {
		return this.indexes.get(index);
	}

	/**
	 * Returns all indexes that are known.
	 * @return the indexes
	 */
	public Collection<IndexState> indexes() {
		return this.indexes.values();
	}

	/**
	 * Tells whether a column is known to be never null, so that {@code SET NOT NULL}
	 * scans nothing.
	 * @param column its name
	 * @return whether it is {@code NOT NULL}, or a valid constraint proves it
	 */
	public boolean provesNotNull(String column) {
		ColumnState state = this.columns.get(column);
		return (state != null && state.notNull() && nativeProofIsValid(column)) || this.constraints.values()
			.stream()
			.anyMatch((constraint) -> constraint.validated() && constraint.proves(column));
	}

	private boolean nativeProofIsValid(String column) {
		return this.constraints.values()
			.stream()
			.filter((constraint) -> constraint.kind() == ConstraintFacts.Kind.NOT_NULL
					&& constraint.columns().contains(column))
			.allMatch(ConstraintState::validated);
	}

	/** From now on others use it. */
	void settle() {
		if (this.origin == Origin.NEW) {
			this.origin = Origin.UNKNOWN;
		}
		this.columns.replaceAll((column, state) -> state.settled());
		this.constraints.replaceAll((constraint, state) -> state.settled());
		this.indexes.replaceAll((index, state) -> state.settled());
	}

	void rename(ObjectName other) {
		this.name = other;
	}

	void partitioned(boolean value) {
		this.partitioned = value;
	}

	void partitionOf(@Nullable ObjectName parent) {
		this.partitionOf = parent;
	}

	void incomplete() {
		this.complete = false;
	}

	void put(ColumnState column) {
		this.columns.put(column.name(), column);
	}

	void put(ConstraintState constraint) {
		this.constraints.put(constraint.name(), constraint);
	}

	void put(IndexState index) {
		this.indexes.put(index.name(), index);
	}

	void removeConstraint(String constraint) {
		this.constraints.remove(constraint);
		this.indexes.values().removeIf((index) -> constraint.equals(index.constraint()));
	}

	void removeIndex(String index) {
		this.indexes.remove(index);
	}

	void removeColumn(String column) {
		this.columns.remove(column);
		this.constraints.values().removeIf((constraint) -> constraint.columns().contains(column));
		this.indexes.values().removeIf((index) -> index.columns().contains(column));
	}

	void renameColumn(String column, String newName) {
		ColumnState state = this.columns.remove(column);
		if (state != null) {
			this.columns.put(newName, state.withName(newName));
		}
		List<ConstraintState> changed = new ArrayList<>();
		for (ConstraintState constraint : this.constraints.values()) {
			if (constraint.columns().contains(column)) {
				changed.add(new ConstraintState(constraint.name(), constraint.kind(),
						constraint.columns().stream().map((each) -> (each.equals(column)) ? newName : each).toList(),
						constraint.condition(), constraint.validated(), constraint.referenced(), constraint.isNew()));
			}
		}
		changed.forEach(this::put);
	}

	/**
	 * Where a table comes from.
	 */
	public enum Origin {

		/** It was there before the first pending migration. */
		EXISTING,

		/** A pending migration creates it. */
		NEW,

		/** It is known not to exist: the statement will fail, or create it. */
		ABSENT,

		/** Nobody has looked. */
		UNKNOWN

	}

}
