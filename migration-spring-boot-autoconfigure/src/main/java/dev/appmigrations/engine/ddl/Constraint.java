package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A constraint of a column or a table, or what the grammar treats like one.
 */
public sealed interface Constraint {

	/**
	 * Returns what all kinds have.
	 * @return name, flags and place
	 */
	ConstraintAttributes attributes();

	/**
	 * {@code NOT NULL}.
	 *
	 * @param attributes name, flags and place
	 * @param column the column
	 */
	record NotNull(ConstraintAttributes attributes, String column) implements Constraint {
	}

	/**
	 * {@code NULL}, which says only that the column may be null.
	 *
	 * @param attributes name, flags and place
	 */
	record Null(ConstraintAttributes attributes) implements Constraint {
	}

	/**
	 * {@code DEFAULT}.
	 *
	 * @param attributes name, flags and place
	 * @param value the value
	 */
	record Default(ConstraintAttributes attributes, Expression value) implements Constraint {
	}

	/**
	 * {@code GENERATED ALWAYS AS (…)}.
	 *
	 * @param attributes name, flags and place
	 * @param value the expression
	 * @param storage {@code STORED}, {@code VIRTUAL}, or neither
	 */
	record Generated(ConstraintAttributes attributes, Expression value, Storage storage) implements Constraint {
	}

	/**
	 * {@code GENERATED … AS IDENTITY}.
	 *
	 * @param attributes name, flags and place
	 * @param always whether {@code ALWAYS} is there
	 */
	record Identity(ConstraintAttributes attributes, boolean always) implements Constraint {
	}

	/**
	 * {@code CHECK (…)}.
	 *
	 * @param attributes name, flags and place
	 * @param condition the condition
	 */
	record Check(ConstraintAttributes attributes, Expression condition) implements Constraint {
	}

	/**
	 * {@code UNIQUE} or {@code PRIMARY KEY}.
	 *
	 * @param attributes name, flags and place
	 * @param primary whether it is the primary key
	 * @param columns the columns, none with {@code USING INDEX}; the column itself where
	 * it is a column's constraint
	 * @param included the columns behind {@code INCLUDE}
	 * @param usingIndex the index that becomes the constraint's, {@code null} without
	 * {@code USING INDEX}
	 * @param nullsNotDistinct whether {@code NULLS NOT DISTINCT} is there
	 * @param withoutOverlaps whether {@code WITHOUT OVERLAPS} is there
	 */
	record Unique(ConstraintAttributes attributes, boolean primary, List<String> columns, List<String> included,
			@Nullable String usingIndex, boolean nullsNotDistinct, boolean withoutOverlaps) implements Constraint {

		public Unique {
			columns = List.copyOf(columns);
			included = List.copyOf(included);
		}

	}

	/**
	 * {@code EXCLUDE …}.
	 *
	 * @param attributes name, flags and place
	 * @param method the access method, {@code null} for the default
	 * @param elements what is excluded, each element without its operator
	 * @param condition the predicate, {@code null} where there is none
	 */
	record Exclusion(ConstraintAttributes attributes, @Nullable String method, List<IndexElement> elements,
			@Nullable Expression condition) implements Constraint {

		public Exclusion {
			elements = List.copyOf(elements);
		}

	}

	/**
	 * {@code FOREIGN KEY … REFERENCES …} or {@code REFERENCES …}.
	 *
	 * @param attributes name, flags and place
	 * @param columns the referencing columns; the column itself where it is a column's
	 * constraint
	 * @param referenced the referenced table
	 * @param referencedColumns its columns, none for its primary key
	 * @param onDelete what a deletion does
	 * @param onUpdate what an update does
	 */
	record ForeignKey(ConstraintAttributes attributes, List<String> columns, ObjectName referenced,
			List<String> referencedColumns, ReferentialAction onDelete,
			ReferentialAction onUpdate) implements Constraint {

		public ForeignKey {
			columns = List.copyOf(columns);
			referencedColumns = List.copyOf(referencedColumns);
		}

	}

	/** Where the values of a generated column are. */
	enum Storage {

		/** Stored with the row. */
		STORED,

		/** Computed when read. */
		VIRTUAL,

		/** Not said: virtual from PostgreSQL 18 on, before that an error. */
		UNSPECIFIED

	}

	/** What happens to referencing rows. */
	enum ReferentialAction {

		/** Nothing, and an error if any is left. */
		NO_ACTION,

		/** An error at once. */
		RESTRICT,

		/** The same is done to them. */
		CASCADE,

		/** They become null. */
		SET_NULL,

		/** They get their default. */
		SET_DEFAULT

	}

}
