package dev.appmigrations.engine.report;

import java.util.List;

import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A contract migration that waits until the old release is gone.
 *
 * @param name the name
 * @param version the version as it is written
 * @param description the description
 * @param location where the file is
 * @param announced whether it was announced, so that an instance that does not know it
 * does not start: it is about to run, or a run of it was interrupted
 * @param reasons who is in the way, a line for each; empty if it may run, and where
 * nobody has looked
 */
public record WaitingReport(String name, @Nullable String version, String description, String location,
		boolean announced, List<String> reasons) {

	public WaitingReport {
		reasons = VisibleText.eachLine(reasons);
	}

	/**
	 * Creates a report.
	 * @param migration the migration
	 * @param progress what has begun and is not finished
	 * @return the report, without reasons
	 */
	public static WaitingReport of(Migration migration, List<Progress> progress) {
		return new WaitingReport(migration.name(),
				(migration.version() != null) ? migration.version().toString() : null, migration.description(),
				migration.location(), Progress.find(progress, migration.name(), Progress.Direction.CONTRACT) != null,
				List.of());
	}

	/**
	 * Returns the same report with reasons.
	 * @param reasons who is in the way
	 * @return a new report
	 */
	public WaitingReport with(List<String> reasons) {
		return new WaitingReport(this.name, this.version, this.description, this.location, this.announced, reasons);
	}

}
