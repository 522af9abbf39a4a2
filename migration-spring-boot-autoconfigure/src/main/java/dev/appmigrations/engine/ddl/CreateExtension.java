package dev.appmigrations.engine.ddl;

import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE EXTENSION}.
 *
 * @param extension the name
 * @param ifNotExists whether {@code IF NOT EXISTS} is there
 * @param schema the schema of its objects, {@code null} where it is not said
 * @param cascade whether {@code CASCADE} is there
 */
public record CreateExtension(String extension, boolean ifNotExists, @Nullable String schema,
		boolean cascade) implements DdlStatement {

}
