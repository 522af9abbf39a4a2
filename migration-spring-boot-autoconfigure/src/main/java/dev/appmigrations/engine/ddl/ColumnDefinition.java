package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A column of a {@code CREATE TABLE} or an {@code ADD COLUMN}.
 *
 * @param name the name
 * @param type the type; {@code null} in a partition or a typed table, where it is known
 * @param collation the collation, {@code null} for the type's
 * @param constraints its constraints, in order
 * @param range where it stands in the statement
 */
public record ColumnDefinition(String name, @Nullable TypeName type, @Nullable ObjectName collation,
		List<Constraint> constraints, TextRange range) {

	public ColumnDefinition {
		constraints = List.copyOf(constraints);
	}

	/**
	 * Returns its constraints of one kind.
	 * @param <C> the kind
	 * @param kind the kind
	 * @return those that are there, in order
	 */
	public <C extends Constraint> List<C> constraints(Class<C> kind) {
		return Kinds.select(this.constraints, kind);
	}

	/**
	 * Tells whether a constraint of a kind is there.
	 * @param kind the kind
	 * @return whether there is at least one
	 */
	public boolean has(Class<? extends Constraint> kind) {
		for (Constraint constraint : this.constraints) {
			if (kind.isInstance(constraint)) {
				return true;
			}
		}
		return false;
	}

}
