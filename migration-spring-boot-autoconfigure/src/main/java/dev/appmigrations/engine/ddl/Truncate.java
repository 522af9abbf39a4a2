package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code TRUNCATE}.
 *
 * @param tables the tables
 * @param cascade whether {@code CASCADE} is there
 */
public record Truncate(List<ObjectName> tables, boolean cascade) implements DdlStatement {

	public Truncate {
		tables = List.copyOf(tables);
	}

}
