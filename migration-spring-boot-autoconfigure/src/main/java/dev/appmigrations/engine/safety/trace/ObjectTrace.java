package dev.appmigrations.engine.safety.trace;

import java.util.Locale;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * An object of the database that a statement has touched, by the name that it had before
 * the statement.
 *
 * @param kind its kind
 * @param name its name, qualified with its schema where it is in one
 * @param table the table of an index, {@code null} for everything else
 */
public record ObjectTrace(Kind kind, ObjectName name, @Nullable ObjectName table) {

	/**
	 * Creates an object that is no index.
	 * @param kind its kind
	 * @param name its name
	 */
	public ObjectTrace(Kind kind, ObjectName name) {
		this(kind, name, null);
	}

	/** The kinds of objects. */
	public enum Kind {

		/** A table, or a partition. */
		TABLE,

		/** A partitioned table. */
		PARTITIONED_TABLE,

		/** An index, or one of a partitioned table. */
		INDEX,

		/** A view. */
		VIEW,

		/** A materialized view. */
		MATERIALIZED_VIEW,

		/** A sequence. */
		SEQUENCE,

		/** A foreign table. */
		FOREIGN_TABLE,

		/** A type. */
		TYPE,

		/** A schema. */
		SCHEMA,

		/** A function or a procedure. */
		ROUTINE,

		/** Any other object. */
		OTHER;

		/**
		 * Returns the name for programs and people.
		 * @return lower case words
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

		/**
		 * Tells whether rows are read from it, so that queries wait for a lock on it.
		 * @return whether it is a table, a view or a foreign table
		 */
		public boolean isRelation() {
			return switch (this) {
				case TABLE, PARTITIONED_TABLE, VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE -> true;
				case INDEX, SEQUENCE, TYPE, SCHEMA, ROUTINE, OTHER -> false;
			};
		}

	}

}
