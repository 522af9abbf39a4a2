package dev.appmigrations.engine.safety.facts;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A table, or another relation.
 *
 * @param schema its schema
 * @param name its name
 * @param kind its kind
 * @param partitionOf the partitioned table that it is a partition of, {@code null} where
 * it is none
 * @param hasDefaultPartition whether a partitioned table has a default partition
 * @param owner the role that owns it
 * @param mayAlter whether the session's role is a member of the owner
 * @param bytes the size of table and TOAST in bytes, summed over its partitions; -1 if
 * unknown
 * @param indexBytes the size of its indexes in bytes, summed over its partitions; -1 if
 * unknown
 * @param rows the estimate of its rows ({@code reltuples}), summed over its partitions;
 * -1 if one of them is unknown
 * @param empty whether it has no row: {@code null} if that was not tried or took too long
 * @param columns its columns in order
 * @param constraints its constraints, and those of other tables that refer to it
 * @param indexes its indexes
 * @param triggers its triggers, but for the server's own
 * @param dependents views, rules, policies, functions and the like that depend on it or
 * on its columns
 * @param publications the publications that it is part of
 * @param traffic its counters, {@code null} where they were not read
 */
public record RelationFacts(String schema, String name, Kind kind, @Nullable ObjectName partitionOf,
		boolean hasDefaultPartition, String owner, boolean mayAlter, long bytes, long indexBytes, double rows,
		@Nullable Boolean empty, List<ColumnFacts> columns, List<ConstraintFacts> constraints, List<IndexFacts> indexes,
		List<TriggerFacts> triggers, List<DependentFacts> dependents, List<String> publications,
		@Nullable TrafficFacts traffic) {

	public RelationFacts {
		columns = List.copyOf(columns);
		constraints = List.copyOf(constraints);
		indexes = List.copyOf(indexes);
		triggers = List.copyOf(triggers);
		dependents = List.copyOf(dependents);
		publications = List.copyOf(publications);
	}

	/**
	 * Tells whether the relation is small enough that a lock on it is brief whatever is
	 * done: at most 10 MB with all partitions and indexes, and at most 10,000 rows, each
	 * of which is known.
	 * @param maxBytes the most bytes that are small
	 * @param maxRows the most rows that are small
	 * @return whether it is small; what is unknown is not
	 */
	public boolean isSmall(long maxBytes, long maxRows) {
		return this.bytes >= 0 && this.indexBytes >= 0 && this.rows >= 0 && this.bytes + this.indexBytes <= maxBytes
				&& this.rows <= maxRows;
	}

	/** The kinds of relations. */
	public enum Kind {

		/** An ordinary table, or a partition. */
		TABLE,

		/** A partitioned table. */
		PARTITIONED_TABLE,

		/** A foreign table. */
		FOREIGN_TABLE,

		/** A view. */
		VIEW,

		/** A materialized view. */
		MATERIALIZED_VIEW,

		/** A sequence. */
		SEQUENCE

	}

}
