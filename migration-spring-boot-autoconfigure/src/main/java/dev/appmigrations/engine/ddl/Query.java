package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code SELECT}, {@code VALUES}, {@code TABLE} or {@code CALL}, {@code DO} and {@code
 * EXECUTE}: what it does depends on the functions that it calls.
 *
 * @param keyword its first keyword in lower case
 * @param functions the functions that it calls, as written
 */
public record Query(String keyword, List<ObjectName> functions) implements DdlStatement {

	public Query {
		functions = List.copyOf(functions);
	}

}
