package dev.appmigrations.engine.safety.trace;

import java.util.List;

import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * What a migration did on a scratch database.
 *
 * @param name the migration
 * @param phase when it may run in a rollout
 * @param units its units, as far as they were traced
 * @param untraced why the trace ends before the migration does, or never begins;
 * {@code null} if it is complete
 */
public record MigrationTrace(String name, Phase phase, List<UnitTrace> units, @Nullable String untraced) {

	public MigrationTrace {
		name = VisibleText.line(name);
		units = List.copyOf(units);
		untraced = VisibleText.linesOrNull(untraced);
	}

}
