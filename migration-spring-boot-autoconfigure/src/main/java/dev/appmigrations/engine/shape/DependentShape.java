package dev.appmigrations.engine.shape;

import org.jspecify.annotations.Nullable;

/**
 * Something that names a table or one of its columns, and is not a part of it.
 *
 * @param kind what it is
 * @param name its name as a statement has it
 * @param definition the statement or the query that makes it, {@code null} if unknown
 * @param column the column that it names, {@code null} for the table as a whole
 */
public record DependentShape(Kind kind, String name, @Nullable String definition, @Nullable String column) {

	/** What it is. */
	public enum Kind {

		/** A view. */
		VIEW,

		/** A materialized view. */
		MATERIALIZED_VIEW,

		/** A rule that is no view. */
		RULE,

		/** A function whose body the server has read. */
		FUNCTION,

		/** A generated column of the same table. */
		GENERATED_COLUMN,

		/** Extended statistics. */
		STATISTICS,

		/** Anything else. */
		OTHER

	}

}
