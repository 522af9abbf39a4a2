package dev.appmigrations.engine.ddl;

import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE SCHEMA}.
 *
 * @param schema the name, {@code null} for that of the role behind {@code AUTHORIZATION}
 * @param ifNotExists whether {@code IF NOT EXISTS} is there
 */
public record CreateSchema(@Nullable String schema, boolean ifNotExists) implements DdlStatement {

}
