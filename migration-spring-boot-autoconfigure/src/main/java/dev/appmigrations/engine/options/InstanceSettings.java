package dev.appmigrations.engine.options;

import java.time.Duration;
import java.util.List;

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
 * @param alsoKnows what it knows beside the migrations of the history that it signs on
 * to: those of tenants, each with the prefix of {@link TenantOptions}
 */
public record InstanceSettings(String applicationName, Duration heartbeatInterval, Duration heartbeatExpiry,
		boolean creates, List<String> alsoKnows) {

	private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

	public InstanceSettings {
		alsoKnows = List.copyOf(alsoKnows);
		if (heartbeatInterval.isNegative() || heartbeatInterval.isZero()) {
			throw new IllegalArgumentException("The interval of heartbeats is positive: " + heartbeatInterval);
		}
		if (heartbeatExpiry.compareTo(heartbeatInterval) <= 0) {
			throw new IllegalArgumentException("Heartbeats expire later than the next one is due: " + heartbeatExpiry
					+ " is not longer than the interval, " + heartbeatInterval);
		}
	}

	/**
	 * Creates settings of an instance that knows the migrations of one history.
	 * @param applicationName the {@code application_name} of its connections
	 * @param heartbeatInterval the time from one heartbeat to the next
	 * @param heartbeatExpiry the time after which it counts as dead
	 * @param creates whether it creates the table of instances
	 */
	public InstanceSettings(String applicationName, Duration heartbeatInterval, Duration heartbeatExpiry,
			boolean creates) {
		this(applicationName, heartbeatInterval, heartbeatExpiry, creates, List.of());
	}

	/**
	 * Returns the same settings for an instance that knows more.
	 * @param names what else it knows
	 * @return the settings
	 */
	public InstanceSettings knowing(List<String> names) {
		return new InstanceSettings(this.applicationName, this.heartbeatInterval, this.heartbeatExpiry, this.creates,
				names);
	}

	/**
	 * Returns the same settings with another name.
	 * @param name the {@code application_name} of the connections
	 * @return the settings
	 */
	public InstanceSettings named(String name) {
		return new InstanceSettings(name, this.heartbeatInterval, this.heartbeatExpiry, this.creates, this.alsoKnows);
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
