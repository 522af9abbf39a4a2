package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * {@code DROP}, whatever is dropped.
 *
 * @param type what the names stand for
 * @param names the names, without the arguments of routines
 * @param table the table of a trigger, rule or policy, {@code null} for everything else
 * @param ifExists whether {@code IF EXISTS} is there
 * @param concurrently whether {@code CONCURRENTLY} is there
 * @param cascade whether {@code CASCADE} is there
 */
public record Drop(ObjectType type, List<ObjectName> names, @Nullable ObjectName table, boolean ifExists,
		boolean concurrently, boolean cascade) implements DdlStatement {

	public Drop {
		names = List.copyOf(names);
	}

}
