package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * {@code REINDEX}.
 *
 * @param type {@code INDEX}, {@code TABLE}, {@code SCHEMA}, {@code DATABASE} or {@code
 * SYSTEM}
 * @param name the name, {@code null} for the current database
 * @param concurrently whether {@code CONCURRENTLY} is there
 */
public record Reindex(ObjectType type, @Nullable ObjectName name, boolean concurrently) implements DdlStatement {

}
