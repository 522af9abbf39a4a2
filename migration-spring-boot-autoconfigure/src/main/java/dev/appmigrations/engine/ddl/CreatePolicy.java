package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code CREATE POLICY}.
 *
 * @param policy the name
 * @param table the table
 */
public record CreatePolicy(String policy, ObjectName table) implements DdlStatement {

}
