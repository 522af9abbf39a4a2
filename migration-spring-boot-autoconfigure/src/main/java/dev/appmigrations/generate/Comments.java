package dev.appmigrations.generate;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.TableShape;
import org.jspecify.annotations.Nullable;

/**
 * The statements that give new objects the comments of old ones.
 */
final class Comments {

	private Comments() {
	}

	/**
	 * Returns the statement for an index.
	 * @param table the table of the index
	 * @param index the name of the index
	 * @param comment the comment, {@code null} for none
	 */
	static @Nullable String onIndex(TableShape table, String index, @Nullable String comment) {
		return (comment != null) ? "COMMENT ON INDEX " + table.sibling(index) + " IS " + Quoting.literal(comment)
				: null;
	}

	/**
	 * Returns the statement for a constraint.
	 * @param table the table that has it, as a statement has it
	 * @param constraint the name of the constraint
	 * @param comment the comment, {@code null} for none
	 */
	static @Nullable String onConstraint(String table, String constraint, @Nullable String comment) {
		return (comment != null) ? "COMMENT ON CONSTRAINT " + QuotedIdentifier.of(constraint) + " ON " + table + " IS "
				+ Quoting.literal(comment) : null;
	}

}
