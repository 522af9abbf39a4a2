package dev.appmigrations.engine.shape;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A constraint of a table, or a foreign key that refers to it.
 *
 * @param name its name
 * @param kind its kind
 * @param definition what stands behind its name in a statement
 * @param own whether it is the table's own; a foreign key of another table is not, unless
 * the table refers to itself
 * @param inherited whether a parent has it, too
 * @param validated whether all rows are known to satisfy it
 * @param deferrable whether it may be deferred
 * @param table the table that has it
 * @param partitioned whether that table has partitions
 * @param columns the columns of that table that it names
 * @param referenced what a foreign key refers to, {@code null} for other kinds
 * @param referencedColumns the columns that a foreign key refers to
 * @param index the index behind it, {@code null} for none
 * @param comment its comment, {@code null} for none
 */
public record ConstraintShape(String name, Kind kind, String definition, boolean own, boolean inherited,
		boolean validated, boolean deferrable, ObjectName table, boolean partitioned, List<String> columns,
		@Nullable ObjectName referenced, List<String> referencedColumns, @Nullable String index,
		@Nullable String comment) {

	/** What a constraint demands. */
	public enum Kind {

		/** A condition. */
		CHECK("c"),

		/** A row in another table. */
		FOREIGN_KEY("f"),

		/** A value, since version 18. */
		NOT_NULL("n"),

		/** The primary key. */
		PRIMARY_KEY("p"),

		/** Values that no other row has. */
		UNIQUE("u"),

		/** No row that conflicts. */
		EXCLUSION("x");

		private final String code;

		Kind(String code) {
			this.code = code;
		}

		static Kind of(String code) {
			for (Kind kind : values()) {
				if (kind.code.equals(code)) {
					return kind;
				}
			}
			throw new IllegalArgumentException("There is no kind of constraint " + code);
		}

	}

}
