package dev.appmigrations.engine.shape;

import java.util.List;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A table, and everything that belongs to it. Texts of expressions and definitions are
 * those of the server.
 *
 * @param name its schema and its name
 * @param qualified whether statements have to name its schema
 * @param kind what it is
 * @param flags what else is true of it
 * @param owner the role that owns it
 * @param comment its comment, {@code null} for none
 * @param serverVersion the version of the server as in {@code server_version_num}
 * @param columns its columns, in their order
 * @param constraints its constraints, and the foreign keys that refer to it, by name
 * @param indexes its indexes, by name
 * @param policies its policies, by name
 * @param triggers its triggers, by name, without those of the server's own
 * @param dependents views, functions, generated columns and statistics that name it or
 * one of its columns
 * @param grants the rights of others than the owner
 * @param partitions where its rows are and by what they are divided
 * @param publications the publications that send its rows, by name
 * @param taken the names of all relations in its schema
 */
public record TableShape(ObjectName name, boolean qualified, Kind kind, Flags flags, String owner,
		@Nullable String comment, int serverVersion, List<ColumnShape> columns, List<ConstraintShape> constraints,
		List<IndexShape> indexes, List<PolicyShape> policies, List<TriggerShape> triggers,
		List<DependentShape> dependents, List<GrantShape> grants, Partitions partitions, List<String> publications,
		List<String> taken) {

	/**
	 * Returns its name as a statement has it.
	 * @return the name, with its schema where that is needed
	 */
	public String sql() {
		return (this.qualified) ? QuotedIdentifier.of(this.name) : QuotedIdentifier.of(this.name.name());
	}

	/**
	 * Writes the name of something else in its schema.
	 * @param other the name, without a schema
	 * @return the name, with the schema where that is needed
	 */
	public String sibling(String other) {
		return (this.qualified) ? QuotedIdentifier.of(ObjectName.of(this.name.parts().get(0), other))
				: QuotedIdentifier.of(other);
	}

	/**
	 * Writes the name of another table beside it.
	 * @param other the table, with its schema; it may be this one
	 * @return the name, with the schema where that is needed
	 */
	public String sql(ObjectName other) {
		boolean sibling = other.parts().get(0).equals(this.name.parts().get(0));
		return (sibling) ? sibling(other.name()) : QuotedIdentifier.of(other);
	}

	/**
	 * Finds the extended statistics of a column.
	 * @param column its name
	 * @return the statistics, by name
	 */
	public List<DependentShape> statistics(String column) {
		return this.dependents.stream()
			.filter((dependent) -> dependent.kind() == DependentShape.Kind.STATISTICS
					&& column.equals(dependent.column()))
			.toList();
	}

	/**
	 * Finds a column.
	 * @param column its name
	 * @return the column, {@code null} if there is none
	 */
	public @Nullable ColumnShape column(String column) {
		return this.columns.stream().filter((found) -> found.name().equals(column)).findFirst().orElse(null);
	}

	/**
	 * Finds the columns of its primary key.
	 * @return their names, in the order of the key; none if there is no primary key
	 */
	public List<String> primaryKey() {
		return this.constraints.stream()
			.filter((constraint) -> constraint.own() && constraint.kind() == ConstraintShape.Kind.PRIMARY_KEY)
			.findFirst()
			.map(ConstraintShape::columns)
			.orElse(List.of());
	}

	/** What a relation is. */
	public enum Kind {

		/** An ordinary table. */
		TABLE,

		/** A table that has partitions. */
		PARTITIONED_TABLE,

		/** A view. */
		VIEW,

		/** A materialized view. */
		MATERIALIZED_VIEW,

		/** Anything else: a foreign table, a sequence, an index, a type. */
		OTHER

	}

	/**
	 * What else is true of a table.
	 *
	 * @param rowSecurity whether row level security is enabled
	 * @param forced whether row level security counts for the owner, too
	 * @param temporary whether it is temporary
	 * @param child whether it is a partition, or inherits from another table
	 * @param parent whether others are its partitions, or inherit from it
	 * @param subscribed whether a subscription writes it
	 */
	public record Flags(boolean rowSecurity, boolean forced, boolean temporary, boolean child, boolean parent,
			boolean subscribed) {

	}

	/**
	 * The partitions of a table.
	 *
	 * @param key the columns by which it, or a table that it is a part of, is partitioned
	 * @param leaves the tables that hold its rows, if it is partitioned
	 * @param nested whether partitions have partitions
	 */
	public record Partitions(List<String> key, List<ObjectName> leaves, boolean nested) {

	}

}
