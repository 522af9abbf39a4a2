package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code CREATE TRIGGER}.
 *
 * @param trigger the name
 * @param table the table or view
 * @param orReplace whether {@code OR REPLACE} is there
 * @param constraint whether it is a constraint trigger
 * @param timing {@code before}, {@code after} or {@code instead of}
 * @param events {@code insert}, {@code update}, {@code delete} and {@code truncate}, in
 * order
 * @param columns the columns behind {@code UPDATE OF}
 * @param forEachRow whether it fires for each row
 * @param function the function
 */
public record CreateTrigger(String trigger, ObjectName table, boolean orReplace, boolean constraint, String timing,
		List<String> events, List<String> columns, boolean forEachRow, ObjectName function) implements DdlStatement {

	public CreateTrigger {
		events = List.copyOf(events);
		columns = List.copyOf(columns);
	}

}
