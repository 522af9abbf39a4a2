package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code CREATE SEQUENCE}.
 *
 * @param sequence the name
 * @param persistence how long it lasts
 * @param ifNotExists whether {@code IF NOT EXISTS} is there
 */
public record CreateSequence(ObjectName sequence, Persistence persistence,
		boolean ifNotExists) implements DdlStatement {

}
