package dev.appmigrations.engine.options;

import java.time.Duration;

/**
 * How an instance shows that it is alive.
 *
 * @param applicationName the {@code application_name} of its connections, so that they
 * can be told from others
 * @param heartbeatInterval the time from one heartbeat to the next
 * @param heartbeatExpiry the time without a heartbeat after which it counts as dead, and
 * refuses traffic
 * @param creates whether it creates the table of instances where it is missing; otherwise
 * it signs on once the table is there
 */
public record InstanceSettings(String applicationName, Duration heartbeatInterval, Duration heartbeatExpiry,
		boolean creates) {

	private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

	public InstanceSettings {
		if (heartbeatInterval.isNegative() || heartbeatInterval.isZero()) {
			throw new IllegalArgumentException("The interval of heartbeats is positive: " + heartbeatInterval);
		}
		if (heartbeatExpiry.compareTo(heartbeatInterval) <= 0) {
			throw new IllegalArgumentException("Heartbeats expire later than the next one is due: " + heartbeatExpiry
					+ " is not longer than the interval, " + heartbeatInterval);
		}
	}

	/**
	 * Returns the same settings with another name.
	 * @param name the {@code application_name} of the connections
	 * @return the settings
	 */
	public InstanceSettings named(String name) {
		return new InstanceSettings(name, this.heartbeatInterval, this.heartbeatExpiry, this.creates);
	}

	/**
	 * Returns how long a heartbeat may wait for the server, or for others that have
	 * locked the table, before it counts as failed.
	 * @return the time from one heartbeat to the next, and no more than 10 seconds
	 */
	public Duration patience() {
		return (this.heartbeatInterval.compareTo(LONGEST_PATIENCE) < 0) ? this.heartbeatInterval : LONGEST_PATIENCE;
	}

}
