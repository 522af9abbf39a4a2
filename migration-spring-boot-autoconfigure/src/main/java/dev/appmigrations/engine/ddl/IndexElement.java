package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A column of an index.
 *
 * @param column the column, {@code null} for an expression
 * @param expression the expression, {@code null} for a column
 * @param collation the collation, {@code null} for the column's
 * @param operatorClass the operator class, {@code null} for the default
 * @param descending whether {@code DESC} is there
 */
public record IndexElement(@Nullable String column, @Nullable Expression expression, @Nullable ObjectName collation,
		@Nullable ObjectName operatorClass, boolean descending) {

	public IndexElement {
		if ((column == null) == (expression == null)) {
			throw new IllegalArgumentException("An element of an index is either a column or an expression");
		}
	}

}
