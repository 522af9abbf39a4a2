package dev.appmigrations.autoconfigure;

import java.util.Locale;

/**
 * The words for true and false, which {@code app.migrations.guard} does not take: like
 * the other policies it says what becomes of a start.
 */
final class GuardValue {

	private GuardValue() {
	}

	/**
	 * Rejects a word for true or false; any other value is left to the binder.
	 * @param value the value of the property
	 * @throws MigrationSetupException if it is such a word
	 */
	static void reject(String value) {
		String policy = switch (value.trim().toLowerCase(Locale.ROOT)) {
			case "true", "on", "yes", "1" -> "reject";
			case "false", "off", "no", "0" -> "warn";
			default -> "";
		};
		if (!policy.isEmpty()) {
			throw new MigrationSetupException(
					"app.migrations.guard is '" + value + "', and takes 'reject', 'warn' or 'allow': what becomes of a"
							+ " start on a database that a newer release has contracted.",
					"Write app.migrations.guard=" + policy + " instead of app.migrations.guard=" + value + ".");
		}
	}

}
