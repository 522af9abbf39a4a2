package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code REFRESH MATERIALIZED VIEW}.
 *
 * @param view the view
 * @param concurrently whether {@code CONCURRENTLY} is there
 * @param withData whether it is filled
 */
public record RefreshMaterializedView(ObjectName view, boolean concurrently, boolean withData) implements DdlStatement {

}
