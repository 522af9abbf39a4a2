package dev.appmigrations.engine.execute;

import org.jspecify.annotations.Nullable;

/**
 * How far the server has come with an index, from {@code pg_stat_progress_create_index}.
 *
 * @param index the index, {@code null} before it has one
 * @param phase what the server does, in its own words
 * @param percent how much of the phase is done, {@code null} where the server cannot say
 */
public record IndexBuild(@Nullable String index, String phase, @Nullable Integer percent) {

}
