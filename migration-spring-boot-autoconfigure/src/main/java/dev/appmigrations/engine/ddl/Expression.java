package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * An expression, which is not taken apart further.
 *
 * @param text the tokens as in the script, without comments, each separated from the next
 * by a space where they need one
 * @param range where it stands in the statement
 * @param functions the functions that it calls, each once, in the order of their first
 * calls and as written; those that the grammar writes without parentheses
 * ({@code CURRENT_TIMESTAMP}) in lower case; not what only looks like a call
 * ({@code COALESCE}, {@code CAST})
 * @param columns the names in it that are no functions, types, tables or keywords, each
 * once, as far as the text tells: mostly columns
 */
public record Expression(String text, TextRange range, List<ObjectName> functions, List<ObjectName> columns) {

	public Expression {
		functions = List.copyOf(functions);
		columns = List.copyOf(columns);
	}

}
