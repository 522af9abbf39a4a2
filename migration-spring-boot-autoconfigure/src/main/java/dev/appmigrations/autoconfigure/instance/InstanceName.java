package dev.appmigrations.autoconfigure.instance;

import java.util.Locale;
import java.util.UUID;

import dev.appmigrations.engine.rollout.InstanceRegistration;
import org.jspecify.annotations.Nullable;

/**
 * The {@code application_name} of an instance's connections, by which the server's
 * sessions can be told from those of other instances: the application and a few digits.
 *
 * @param value the name, for example {@code shop 1f2e3d4c}
 */
public record InstanceName(String value) {

	// PostgreSQL cuts names at 63 bytes.
	private static final int LONGEST = 63 - InstanceRegistration.MIGRATIONS.length();

	private static final int DIGITS = 8;

	/** The server replaces what is not printable ASCII. */
	private static final String NOT_KEPT = "[^\\x20-\\x7e]";

	public static InstanceName of(@Nullable String application) {
		String name = (application != null && !application.isBlank()) ? application.strip() : "application";
		name = name.replaceAll(NOT_KEPT, "_");
		name = name.substring(0, Math.min(name.length(), LONGEST - DIGITS - 1));
		return new InstanceName(
				name + " " + UUID.randomUUID().toString().toLowerCase(Locale.ROOT).substring(0, DIGITS));
	}

	/** The name of connections that are not the application's own. */
	public String migrations() {
		return this.value + InstanceRegistration.MIGRATIONS;
	}

}
