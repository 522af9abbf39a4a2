package dev.appmigrations.engine.safety.facts;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * An object that depends on a table or on one of its columns.
 *
 * @param kind its kind
 * @param name its name
 * @param column the column that it depends on, {@code null} for the table as a whole
 */
public record DependentFacts(Kind kind, ObjectName name, @Nullable String column) {

	/** The kinds of dependents. */
	public enum Kind {

		/** A view. */
		VIEW,

		/** A materialized view. */
		MATERIALIZED_VIEW,

		/** A rule that is not that of a view. */
		RULE,

		/** A policy of row security. */
		POLICY,

		/** A trigger that names the column. */
		TRIGGER,

		/** A function with a body in SQL syntax. */
		FUNCTION,

		/** A generated column. */
		GENERATED_COLUMN,

		/** Extended statistics. */
		STATISTICS,

		/** A publication with a column list or a filter. */
		PUBLICATION,

		/** Anything else. */
		OTHER

	}

}
