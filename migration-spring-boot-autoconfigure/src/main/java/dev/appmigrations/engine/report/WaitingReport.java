package dev.appmigrations.engine.report;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A migration that waits: a contract migration until the old release is gone, one in Java
 * that needs the application's beans until they are there, and any until a backfill that
 * it requires is done.
 *
 * @param name the name
 * @param version the version as it is written
 * @param description the description
 * @param location where the file is
 * @param announced whether it was announced, so that an instance that does not know it
 * does not start: it is about to run, or a run of it was interrupted
 * @param phase {@code contract}, or {@code expand} for one that only waits for what it
 * requires
 * @param soak how long it waits after the old release is gone, {@code null} for not at
 * all
 * @param awaits the names of what it requires, directly or through others, and has to
 * wait for
 * @param reasons what it waits for and who is in the way, a line for each; empty if it
 * may run, and where nobody has looked
 */
public record WaitingReport(String name, @Nullable String version, String description, String location,
		boolean announced, String phase, @Nullable SoakReport soak, List<String> awaits, List<String> reasons) {

	public WaitingReport {
		awaits = VisibleText.eachLine(awaits);
		reasons = VisibleText.eachLine(reasons);
	}

	/**
	 * Creates a report.
	 * @param migration the migration
	 * @param progress what has begun and is not finished
	 * @param awaits the names of what it requires and has to wait for
	 * @return the report, without reasons
	 */
	public static WaitingReport of(Migration migration, List<Progress> progress, List<String> awaits) {
		return new WaitingReport(migration.name(),
				(migration.version() != null) ? migration.version().toString() : null, migration.description(),
				migration.location(), Progress.find(progress, migration.name(), Progress.Direction.CONTRACT) != null,
				migration.phase().label(),
				(migration.soak().isZero()) ? null : new SoakReport(migration.soak().toSeconds(), null), awaits,
				List.of());
	}

	/**
	 * Tells whether it waits for the old release to be gone.
	 * @return whether it is of the phase {@code contract}
	 */
	public boolean hasContractPhase() {
		return Phase.CONTRACT.label().equals(this.phase);
	}

	/**
	 * Says until when it waits.
	 * @return a clause
	 */
	public String until() {
		return until(hasContractPhase(), !this.awaits.isEmpty())
				+ ((this.soak != null) ? ", and for " + this.soak.text() + " after that" : "");
	}

	/**
	 * Says until when migrations wait.
	 * @param release whether the old release has to be gone
	 * @param required whether something that they require is not done
	 * @return a clause
	 */
	public static String until(boolean release, boolean required) {
		String gone = "the old release is gone";
		if (!required) {
			return "until " + ((release) ? gone : "the application is complete");
		}
		return "until required migrations are done" + ((release) ? " and " + gone : "");
	}

	/**
	 * Returns the same report with more reasons.
	 * @param more what it waits for, or who is in the way
	 * @return a new report
	 */
	public WaitingReport with(List<String> more) {
		List<String> reasons = new ArrayList<>(this.reasons);
		reasons.addAll(more);
		return new WaitingReport(this.name, this.version, this.description, this.location, this.announced, this.phase,
				this.soak, this.awaits, reasons);
	}

	/**
	 * Returns the same report with what is known of its soak.
	 * @param soak how long it waits, and until when
	 * @return a new report
	 */
	public WaitingReport with(SoakReport soak) {
		return new WaitingReport(this.name, this.version, this.description, this.location, this.announced, this.phase,
				soak, this.awaits, this.reasons);
	}

}
