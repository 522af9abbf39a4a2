package dev.appmigrations.engine.report;

import java.util.List;

import dev.appmigrations.engine.history.LatestFailure;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
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
 * @param statements how many statements it has
 * @param failure why it failed when it was tried last, {@code null} if it did not
 */
public record PendingReport(String name, String state, @Nullable String version, String description, String kind,
		String phase, String checksum, String location, boolean outOfOrder, @Nullable Long statementsDone,
		long statements, @Nullable FailedBefore failure) {

	public PendingReport {
		name = VisibleText.line(name);
		location = VisibleText.line(location);
		description = VisibleText.line(description);
	}

	static PendingReport of(MigrationStep step, List<Progress> progress) {
		Migration migration = step.migration();
		Progress begun = Progress.find(progress, migration.name(), Progress.Direction.UP);
		ScriptPart part = migration.accept(SqlMigration::up);
		return new PendingReport(migration.name(), step.state().label(),
				(migration.version() != null) ? migration.version().toString() : null, migration.description(),
				migration.kind().label(), migration.phase().label(), migration.checksum().value(), migration.location(),
				step.outOfOrder(), (begun != null) ? Math.max(begun.done() - part.statementsBefore(), 0) : null,
				part.statements(), null);
	}

	PendingReport with(List<LatestFailure> failures) {
		return with(FailedBefore.find(failures, this.name, Direction.UP));
	}

	/**
	 * Returns the same migration with a failure.
	 * @param failure why it failed, {@code null} if it did not
	 * @return a new one
	 */
	public PendingReport with(@Nullable FailedBefore failure) {
		return new PendingReport(this.name, this.state, this.version, this.description, this.kind, this.phase,
				this.checksum, this.location, this.outOfOrder, this.statementsDone, this.statements, failure);
	}

}
