package dev.appmigrations.engine.shape;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An index of a table.
 *
 * @param name its name
 * @param definition the statement that creates it
 * @param unique whether it is unique
 * @param valid whether it can be used
 * @param identity whether it is the replica identity
 * @param method its access method
 * @param partial whether it has a condition
 * @param expressions whether it has expressions
 * @param attached whether it is a part of the index of a partitioned table
 * @param constraint the constraint that it stands behind, {@code null} for none
 * @param key the columns of its key, as far as they are no expressions, in their order
 * @param columns all columns that it needs
 * @param comment its comment, {@code null} for none
 */
public record IndexShape(String name, String definition, boolean unique, boolean valid, boolean identity, String method,
		boolean partial, boolean expressions, boolean attached, @Nullable String constraint, List<String> key,
		List<String> columns, @Nullable String comment) {

}
