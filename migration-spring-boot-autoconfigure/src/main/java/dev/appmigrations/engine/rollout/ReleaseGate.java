package dev.appmigrations.engine.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.report.GateReport;
import dev.appmigrations.engine.report.SoakReport;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a release has taken over:
 * <ol>
 * <li>None of its instances was lost, that is, has sent no heartbeat for too long and has
 * not signed off, in the time that an instance has to live, counted back from the first
 * look, or later.
 * <li>At least one instance is alive, and each that is belongs to the release.
 * <li>The youngest has sent heartbeats for long enough.
 * </ol>
 */
public final class ReleaseGate {

	private final String release;

	private final Duration minAge;

	/** By the server's clock, from the first look on. */
	private @Nullable Instant since;

	/**
	 * Creates a gate.
	 * @param release the release
	 * @param minAge for how long the youngest instance has to have sent heartbeats
	 */
	public ReleaseGate(String release, Duration minAge) {
		this.release = release;
		this.minAge = minAge;
	}

	/**
	 * Looks at the instances.
	 * @param fleet the instances
	 * @return whether the release has taken over, and why not
	 */
	public GateReport look(Fleet fleet) {
		Instant since = (this.since != null) ? this.since : fleet.now().minus(this.minAge);
		this.since = since;
		List<String> lost = new ArrayList<>();
		List<String> others = new ArrayList<>();
		List<String> young = new ArrayList<>();
		boolean alive = false;
		for (Instance instance : fleet.instances()) {
			boolean own = this.release.equals(instance.release());
			if (!instance.alive()) {
				if (own && instance.lapsesAt().isAfter(since)) {
					lost.add(instance.text() + " did not sign off, and counts as gone since "
							+ instance.lapsesAt().truncatedTo(ChronoUnit.SECONDS));
				}
			}
			else if (!own) {
				others.add(instance.text() + " is alive");
			}
			else {
				alive = true;
				if (instance.beating().compareTo(this.minAge) < 0) {
					young.add(instance.text() + " has sent heartbeats for " + SoakReport.text(instance.beating())
							+ " of " + SoakReport.text(this.minAge));
				}
			}
		}
		if (!lost.isEmpty()) {
			return report(GateReport.State.FAILED, lost, fleet);
		}
		List<String> waiting = new ArrayList<>(others);
		if (!alive) {
			waiting.add("no instance of release " + this.release + " is alive");
		}
		waiting.addAll(young);
		return report((waiting.isEmpty()) ? GateReport.State.OPEN : GateReport.State.WAITING, waiting, fleet);
	}

	private GateReport report(GateReport.State state, List<String> reasons, Fleet fleet) {
		return new GateReport(this.release, state, reasons, fleet.releases(), 0);
	}

}
