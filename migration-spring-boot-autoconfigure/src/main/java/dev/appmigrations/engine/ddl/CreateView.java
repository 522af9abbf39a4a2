package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code CREATE VIEW}.
 *
 * @param view the name
 * @param orReplace whether {@code OR REPLACE} is there
 * @param temporary whether it is temporary
 * @param columns the names of its columns where they are given
 * @param query the query
 */
public record CreateView(ObjectName view, boolean orReplace, boolean temporary, List<String> columns,
		Expression query) implements DdlStatement {

	public CreateView {
		columns = List.copyOf(columns);
	}

}
