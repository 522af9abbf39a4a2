package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code CREATE DOMAIN}.
 *
 * @param domain the name
 * @param type the type beneath
 * @param constraints its constraints, {@code DEFAULT} among them
 */
public record CreateDomain(ObjectName domain, TypeName type, List<Constraint> constraints) implements DdlStatement {

	public CreateDomain {
		constraints = List.copyOf(constraints);
	}

}
