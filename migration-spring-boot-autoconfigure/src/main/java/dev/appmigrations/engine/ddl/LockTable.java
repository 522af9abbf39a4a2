package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code LOCK TABLE}.
 *
 * @param tables the tables
 * @param mode the mode in lower case, for example {@code share row exclusive}
 * @param nowait whether {@code NOWAIT} is there
 */
public record LockTable(List<ObjectName> tables, String mode, boolean nowait) implements DdlStatement {

	public LockTable {
		tables = List.copyOf(tables);
	}

}
