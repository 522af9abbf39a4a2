package dev.appmigrations.engine.safety.facts;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A constraint.
 *
 * @param name its name
 * @param kind its kind
 * @param table the schema and name of the table that has it
 * @param columns the columns of that table, in the constraint's order
 * @param definition its definition as the server writes it
 * @param validated whether all rows are known to satisfy it
 * @param enforced whether it is enforced
 * @param referenced the table that a foreign key refers to, {@code null} for other kinds
 * @param referencedColumns the columns there
 * @param index the index behind it (of the referenced table for a foreign key), {@code
 * null} where there is none
 */
public record ConstraintFacts(String name, Kind kind, ObjectName table, List<String> columns, String definition,
		boolean validated, boolean enforced, @Nullable ObjectName referenced, List<String> referencedColumns,
		@Nullable String index) {

	public ConstraintFacts {
		columns = List.copyOf(columns);
		referencedColumns = List.copyOf(referencedColumns);
	}

	/** The kinds of constraints. */
	public enum Kind {

		/** {@code CHECK}. */
		CHECK,

		/** {@code NOT NULL}, from PostgreSQL 18 on. */
		NOT_NULL,

		/** {@code UNIQUE}. */
		UNIQUE,

		/** {@code PRIMARY KEY}. */
		PRIMARY_KEY,

		/** {@code FOREIGN KEY}. */
		FOREIGN_KEY,

		/** {@code EXCLUDE}. */
		EXCLUSION,

		/** A constraint trigger. */
		TRIGGER

	}

}
