package dev.appmigrations.engine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A release that is alive, with its share of the instances.
 *
 * @param application the name of the application, {@code null} if it has none
 * @param release the release, {@code null} if it is not known
 * @param instances how many of its instances are alive
 * @param share their share of all instances that are alive, more than 0 and at most 1,
 * with two digits
 */
public record ReleaseReport(@Nullable String application, @Nullable String release, int instances, double share) {

	private static final double PERCENT = 100;

	/**
	 * Counts the instances that are alive.
	 * @param instances all instances
	 * @return the releases, in the order in which their first instances started
	 */
	public static List<ReleaseReport> of(List<InstanceReport> instances) {
		Map<ReleaseReport, Integer> counts = new LinkedHashMap<>();
		int alive = 0;
		for (InstanceReport instance : instances) {
			if (instance.alive()) {
				alive++;
				counts.merge(new ReleaseReport(instance.application(), instance.release(), 0, 0), 1, Integer::sum);
			}
		}
		List<ReleaseReport> releases = new ArrayList<>(counts.size());
		for (Map.Entry<ReleaseReport, Integer> count : counts.entrySet()) {
			releases.add(new ReleaseReport(count.getKey().application(), count.getKey().release(), count.getValue(),
					Math.round(PERCENT * count.getValue() / alive) / PERCENT));
		}
		return releases;
	}

	/**
	 * Returns the release in words.
	 * @return for example {@code shop 1.4.2: 3 instances, 75 %}
	 */
	public String text() {
		String name = (this.application != null) ? this.application + " " : "";
		return name + ((this.release != null) ? this.release : "(release not known)") + ": " + this.instances
				+ ((this.instances == 1) ? " instance, " : " instances, ") + Math.round(this.share * PERCENT) + " %";
	}

}
