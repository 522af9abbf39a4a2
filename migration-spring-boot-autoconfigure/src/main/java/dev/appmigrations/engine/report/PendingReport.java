package dev.appmigrations.engine.report;

import java.util.List;

import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A migration that is to be applied, as everybody who looks is shown it.
 *
 * @param name the name
 * @param state {@code pending}, or {@code outdated} for a repeatable one that is applied
 * and has changed
 * @param version the version as it is written
 * @param description the description
 * @param kind the kind
 * @param phase the phase
 * @param checksum the checksum of the file
 * @param location where the file is
 * @param outOfOrder whether a later version is applied already
 * @param statementsDone how many of its statements are committed, because a run of it was
 * interrupted; {@code null} if it has not begun
 */
public record PendingReport(String name, String state, @Nullable String version, String description, String kind,
		String phase, String checksum, String location, boolean outOfOrder, @Nullable Long statementsDone) {

	public PendingReport {
		name = VisibleText.line(name);
		location = VisibleText.line(location);
		description = VisibleText.line(description);
	}

	static PendingReport of(MigrationStep step, List<Progress> progress) {
		Migration migration = step.migration();
		Progress begun = Progress.find(progress, migration.name(), Progress.Direction.UP);
		return new PendingReport(migration.name(), step.state().label(),
				(migration.version() != null) ? migration.version().toString() : null, migration.description(),
				migration.kind().label(), migration.phase().label(), migration.checksum().value(), migration.location(),
				step.outOfOrder(), (begun != null) ? begun.done() : null);
	}

}
