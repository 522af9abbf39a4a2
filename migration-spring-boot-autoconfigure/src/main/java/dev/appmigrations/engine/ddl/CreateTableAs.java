package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code CREATE TABLE … AS}, {@code SELECT … INTO} or {@code CREATE MATERIALIZED VIEW}.
 *
 * @param table the name
 * @param materializedView whether it is a materialized view
 * @param persistence how long its rows last
 * @param ifNotExists whether {@code IF NOT EXISTS} is there
 * @param withData whether it is filled
 */
public record CreateTableAs(ObjectName table, boolean materializedView, Persistence persistence, boolean ifNotExists,
		boolean withData) implements DdlStatement {

}
