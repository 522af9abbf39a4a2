package dev.appmigrations.engine.rollout;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The entry of an instance in the registry.
 *
 * @param id tells it from all others
 * @param application the name of the application, {@code null} if it has none
 * @param release its release, {@code null} if it is not known
 * @param host where it runs
 * @param applicationName the {@code application_name} of its connections
 * @param knows the names of the contract migrations that it was made for
 * @param lapse for how long it counts as alive after each heartbeat
 */
public record InstanceRegistration(UUID id, @Nullable String application, @Nullable String release, String host,
		String applicationName, Collection<String> knows, Duration lapse) {

	/** The suffix of the name for connections that are not the application's own. */
	public static final String MIGRATIONS = " migrations";

	/**
	 * The name in the entry of those that have applied contract migrations of tenants.
	 */
	public static final String CONTRACT_OF_TENANT = "contract of tenant";

	public InstanceRegistration {
		knows = List.copyOf(knows);
	}

}
