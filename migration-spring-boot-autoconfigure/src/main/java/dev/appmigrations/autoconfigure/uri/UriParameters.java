package dev.appmigrations.autoconfigure.uri;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Collects the parameters of one connection URI. Each name is looked up as libpq's, then
 * among those that others add, then as the driver's; one that nobody knows is refused,
 * because a misspelled {@code sslmode} must not go unnoticed. Of a parameter that is
 * stated twice, the last counts.
 */
final class UriParameters {

	private static final String SYSTEM_SSL_FACTORY = "org.postgresql.ssl.DefaultJavaSSLFactory";

	private final DriverProperties properties = new DriverProperties();

	private @Nullable UriParameter rootCertificate;

	void add(UriParameter parameter) {
		String name = parameter.name();
		if (LibpqParameters.SSL_ROOT_CERT.equals(name)) {
			this.rootCertificate = parameter;
		}
		ParameterRule rule = LibpqParameters.RULES.get(name);
		rule = (rule != null) ? rule : ForeignParameters.RULES.get(name);
		if (rule != null) {
			rule.apply(parameter, this.properties);
		}
		else if (ForeignParameters.IGNORED.contains(name)) {
			this.properties.ignore(name);
		}
		else if (DriverParameters.NAMES.contains(name)) {
			this.properties.set(name, parameter.value());
		}
		else {
			throw parameter.refuse("is neither libpq's nor the PostgreSQL JDBC driver's", suggestion(name));
		}
	}

	/**
	 * Settle what depends on more than one parameter.
	 * @return the driver's properties
	 */
	DriverProperties complete() {
		String fallback = this.properties.remove(LibpqParameters.FALLBACK_APPLICATION_NAME);
		if (fallback != null) {
			this.properties.setIfAbsent("ApplicationName", fallback);
		}
		if (this.rootCertificate != null && !this.rootCertificate.isEmpty()) {
			trust(this.rootCertificate);
		}
		return this.properties;
	}

	// For libpq "system" means the root certificates of the machine, with nothing weaker
	// than verify-full, and with a root certificate "require" means verify-ca. The driver
	// knows neither: its "require" checks nothing.
	private void trust(UriParameter rootCertificate) {
		String mode = this.properties.get(LibpqParameters.SSL_MODE);
		if ("system".equals(rootCertificate.value())) {
			if (mode != null && !"verify-full".equals(mode)) {
				throw rootCertificate.refuse("is 'system', which a weaker sslmode than verify-full would undo",
						"Write sslmode=verify-full, or leave sslmode out.");
			}
			this.properties.remove(LibpqParameters.SSL_ROOT_CERT);
			this.properties.set(LibpqParameters.SSL_MODE, "verify-full");
			this.properties.setIfAbsent("sslfactory", SYSTEM_SSL_FACTORY);
		}
		else if ("require".equals(mode)) {
			this.properties.set(LibpqParameters.SSL_MODE, "verify-ca");
		}
	}

	private static @Nullable String suggestion(String name) {
		List<String> matches = nearMatches(name);
		return matches.isEmpty() ? null : "Did you mean " + String.join(" or ", matches) + "?";
	}

	static List<String> nearMatches(String name) {
		return NearNames.of(name, knownNames());
	}

	private static List<String> knownNames() {
		return Stream
			.of(LibpqParameters.TARGET, LibpqParameters.RULES.keySet(), ForeignParameters.RULES.keySet(),
					DriverParameters.NAMES)
			.flatMap((names) -> names.stream())
			.toList();
	}

}
