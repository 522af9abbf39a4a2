package dev.appmigrations.engine.shape;

import java.util.List;

/**
 * A trigger of a table.
 *
 * @param name its name
 * @param definition the statement that creates it
 * @param beforeRow whether it runs before each row
 * @param onInsert whether it runs on INSERT
 * @param onUpdate whether it runs on UPDATE
 * @param source the source of its function
 * @param columns the columns of the table that it names
 */
public record TriggerShape(String name, String definition, boolean beforeRow, boolean onInsert, boolean onUpdate,
		String source, List<String> columns) {

}
