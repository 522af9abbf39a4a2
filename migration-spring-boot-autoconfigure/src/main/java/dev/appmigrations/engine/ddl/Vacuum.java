package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code VACUUM} or {@code ANALYZE}.
 *
 * @param vacuum whether it is {@code VACUUM}
 * @param full whether {@code FULL} is there and on
 * @param tables the tables, none for all
 */
public record Vacuum(boolean vacuum, boolean full, List<ObjectName> tables) implements DdlStatement {

	public Vacuum {
		tables = List.copyOf(tables);
	}

}
