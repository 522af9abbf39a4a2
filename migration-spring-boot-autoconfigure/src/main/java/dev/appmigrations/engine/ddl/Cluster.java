package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * {@code CLUSTER}.
 *
 * @param table the table, {@code null} for all that were clustered
 * @param index the index, {@code null} for the one of the last time
 */
public record Cluster(@Nullable ObjectName table, @Nullable String index) implements DdlStatement {

}
