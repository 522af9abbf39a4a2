package dev.appmigrations.engine.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * An instance of the application, as the registry knows it.
 *
 * @param id tells it from all others
 * @param application the name of the application, {@code null} if it has none
 * @param release its release, {@code null} if it is not known
 * @param host where it runs, {@code null} if it is not known
 * @param applicationName the {@code application_name} of its connections
 * @param knows the names of the contract migrations that it was made for
 * @param age the time since its last heartbeat, by the server's clock
 * @param beating the time from its start to its last heartbeat
 * @param lapsesAt when it counts as gone, or since when it does
 * @param alive whether that was not too long ago
 */
record Instance(String id, @Nullable String application, @Nullable String release, @Nullable String host,
		String applicationName, Set<String> knows, Duration age, Duration beating, Instant lapsesAt, boolean alive) {

	// NAMEDATALEN - 1: the server cuts what is longer, which a name of the user's may be.
	private static final int LONGEST_KEPT = 63;

	public Instance {
		knows = Set.copyOf(knows);
		// A heartbeat may have come after the transaction that reads it has begun.
		age = (age.isNegative()) ? Duration.ZERO : age;
	}

	/** Returns the same instance as one that knows something else. */
	Instance with(Set<String> names) {
		return new Instance(this.id, this.application, this.release, this.host, this.applicationName, names, this.age,
				this.beating, this.lapsesAt, this.alive);
	}

	boolean owns(Backend backend) {
		String name = backend.applicationName();
		return name != null && (name.equals(kept(this.applicationName))
				|| name.equals(kept(this.applicationName + InstanceRegistration.MIGRATIONS)));
	}

	/** Whether it is a connection of the application itself. */
	boolean uses(Backend backend) {
		return kept(this.applicationName).equals(backend.applicationName());
	}

	private static String kept(String name) {
		return name.substring(0, Math.min(name.length(), LONGEST_KEPT));
	}

	/**
	 * Returns the instance in words.
	 * @return for example {@code instance web-1 (shop 1.4.2)}
	 */
	public String text() {
		StringBuilder text = new StringBuilder("instance ").append((this.host != null) ? this.host : this.id);
		if (this.application != null || this.release != null) {
			text.append(" (")
				.append((this.application != null) ? this.application : "")
				.append((this.application != null && this.release != null) ? " " : "")
				.append((this.release != null) ? this.release : "")
				.append(')');
		}
		return VisibleText.line(text.toString());
	}

}
