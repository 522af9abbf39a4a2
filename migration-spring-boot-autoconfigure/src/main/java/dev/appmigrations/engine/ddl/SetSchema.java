package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code ALTER … SET SCHEMA}.
 *
 * @param type the kind of the object
 * @param object the object
 * @param schema its new schema
 * @param ifExists whether {@code IF EXISTS} is there
 */
public record SetSchema(ObjectType type, ObjectName object, String schema, boolean ifExists) implements DdlStatement {

}
