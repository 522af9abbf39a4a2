package dev.appmigrations.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import org.springframework.boot.convert.DurationUnit;

/**
 * The registry of the instances that are running.
 *
 * @param enabled Whether this instance signs on, and gives its connections a name by
 * which they can be told from others.
 * @param heartbeatInterval Time from one heartbeat to the next. If a duration suffix is
 * not specified, seconds will be used.
 * @param heartbeatExpiry Time without a heartbeat after which an instance counts as gone,
 * and refuses traffic. If a duration suffix is not specified, seconds will be used.
 */
public record InstanceProperties(Boolean enabled, @DurationUnit(ChronoUnit.SECONDS) Duration heartbeatInterval,
		@DurationUnit(ChronoUnit.SECONDS) Duration heartbeatExpiry) {

	private static final Duration INTERVAL = Duration.ofSeconds(15);

	private static final Duration EXPIRY = Duration.ofSeconds(60);

	static final InstanceProperties DEFAULT = new InstanceProperties(true, INTERVAL, EXPIRY);

	public InstanceProperties {
		// The binder passes null for what is not set.
		enabled = Objects.requireNonNullElse(enabled, true);
		heartbeatInterval = Objects.requireNonNullElse(heartbeatInterval, INTERVAL);
		heartbeatExpiry = Objects.requireNonNullElse(heartbeatExpiry, EXPIRY);
		if (heartbeatInterval.isNegative() || heartbeatInterval.isZero()) {
			throw new IllegalArgumentException("app.migrations.instances.heartbeat-interval is not positive");
		}
		if (heartbeatExpiry.compareTo(heartbeatInterval) <= 0) {
			throw new IllegalArgumentException("app.migrations.instances.heartbeat-expiry is not longer than"
					+ " app.migrations.instances.heartbeat-interval");
		}
	}

}
