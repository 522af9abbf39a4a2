package dev.appmigrations.engine.safety.facts;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * A trigger.
 *
 * @param name its name
 * @param function the function that it calls
 * @param enabled whether it fires
 * @param before whether it fires before the row is written
 * @param forEachRow whether it fires for each row
 * @param columns the columns behind {@code UPDATE OF}
 */
public record TriggerFacts(String name, ObjectName function, boolean enabled, boolean before, boolean forEachRow,
		List<String> columns) {

	public TriggerFacts {
		columns = List.copyOf(columns);
	}

}
