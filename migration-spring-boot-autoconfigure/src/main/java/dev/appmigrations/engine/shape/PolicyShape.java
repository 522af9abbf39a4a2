package dev.appmigrations.engine.shape;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A policy of a table.
 *
 * @param name its name
 * @param using which rows it shows, {@code null} for no condition
 * @param check which rows it lets in, {@code null} for no condition
 * @param columns the columns of the table that it names
 */
public record PolicyShape(String name, @Nullable String using, @Nullable String check, List<String> columns) {

}
