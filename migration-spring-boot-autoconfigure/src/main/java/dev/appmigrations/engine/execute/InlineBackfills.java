package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.options.BackfillOptions;
import org.jspecify.annotations.Nullable;

/**
 * What decides whether a backfill runs at its place.
 *
 * @param options how backfills run
 * @param worker who works on them, unique among all that may do so
 * @param schema the schema that scripts look into first, {@code null} for none
 * @param newDatabase whether the database had nothing before this run: nobody uses it yet
 */
public record InlineBackfills(BackfillOptions options, String worker, @Nullable String schema, boolean newDatabase) {

}
