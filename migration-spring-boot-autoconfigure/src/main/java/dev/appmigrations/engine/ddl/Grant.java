package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * {@code GRANT} or {@code REVOKE}, of rights or of roles.
 *
 * @param revoke whether it is {@code REVOKE}
 * @param type what the names stand for; {@code null} for roles and for all objects of a
 * schema
 * @param names the objects
 * @param cascade whether {@code CASCADE} is there
 */
public record Grant(boolean revoke, @Nullable ObjectType type, List<ObjectName> names,
		boolean cascade) implements DdlStatement {

	public Grant {
		names = List.copyOf(names);
	}

}
