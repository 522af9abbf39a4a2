package dev.appmigrations.engine.options;

import java.time.Duration;

/**
 * How an instance shows that it is alive.
 *
 * @param applicationName the {@code application_name} of its connections, so that they
 * can be told from others
 * @param beat the time from one heartbeat to the next
 * @param lapse the time without one after which it counts as dead, and refuses traffic
 * @param creates whether it creates the table of instances where it is missing; otherwise
 * it signs on once the table is there
 */
public record InstanceSettings(String applicationName, Duration beat, Duration lapse, boolean creates) {

	private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

	public InstanceSettings {
		if (beat.isNegative() || beat.isZero()) {
			throw new IllegalArgumentException("The time between two signs of life is positive: " + beat);
		}
		if (lapse.compareTo(beat) <= 0) {
			throw new IllegalArgumentException(
					"An instance lapses later than its next sign of life is due: " + lapse + " is not after " + beat);
		}
	}

	/**
	 * Returns the same settings with another name.
	 * @param name the {@code application_name} of the connections
	 * @return the settings
	 */
	public InstanceSettings named(String name) {
		return new InstanceSettings(name, this.beat, this.lapse, this.creates);
	}

	/**
	 * Returns how long a heartbeat may wait for the server, or for others that have
	 * locked the table, before it counts as failed.
	 * @return the time from one heartbeat to the next, and no more than 10 seconds
	 */
	public Duration patience() {
		return (this.beat.compareTo(LONGEST_PATIENCE) < 0) ? this.beat : LONGEST_PATIENCE;
	}

}
