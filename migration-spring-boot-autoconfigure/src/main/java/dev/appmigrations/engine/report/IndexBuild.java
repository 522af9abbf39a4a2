package dev.appmigrations.engine.report;

import java.util.List;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * How far the server has come with a concurrent statement, for the build of an index from
 * {@code pg_stat_progress_create_index}.
 *
 * @param index the index, {@code null} before it has one
 * @param phase what the server does, in its own words
 * @param percent how much of the phase is done, {@code null} where the server cannot say
 * @param blockers for whom it waits right now, as far as it could be seen
 */
public record IndexBuild(@Nullable String index, String phase, @Nullable Integer percent, List<Blocker> blockers) {

	public IndexBuild {
		index = VisibleText.lineOrNull(index);
		phase = VisibleText.line(phase);
		blockers = List.copyOf(blockers);
	}

}
