package dev.appmigrations.engine.ddl;

import java.util.regex.Pattern;

import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * Names as they are written in a statement: with quotes only where the server wants them
 * (see PostgreSQL: {@code quote_identifier} in
 * {@code src/backend/utils/adt/ruleutils.c}).
 */
public final class QuotedIdentifier {

	private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

	private QuotedIdentifier() {
	}

	/**
	 * Writes a name.
	 * @param name the name as the server has it
	 * @return the name, in quotes if it needs them
	 */
	public static String of(String name) {
		return (PLAIN.matcher(name).matches() && Keywords.isColumnName(name) && Keywords.isTypeOrFunctionName(name))
				? name : Sql.visibleIdentifier(name);
	}

	/**
	 * Writes a name with its qualifiers.
	 * @param name the name as the server has it
	 * @return its parts with dots between them, each in quotes if it needs them
	 */
	public static String of(ObjectName name) {
		return String.join(".", name.parts().stream().map(QuotedIdentifier::of).toList());
	}

}
