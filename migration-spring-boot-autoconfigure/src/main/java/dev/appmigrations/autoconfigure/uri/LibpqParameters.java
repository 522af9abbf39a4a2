package dev.appmigrations.autoconfigure.uri;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of libpq (PostgreSQL 18, "Parameter Key Words", 32.1.2) in terms of the
 * driver. Those that say where and as whom to connect are {@linkplain #TARGET apart}: the
 * parser reads them.
 */
final class LibpqParameters {

	/** Parameters that override the parts before the question mark. */
	static final Set<String> TARGET = Set.of("host", "hostaddr", "port", "dbname", "user", "password");

	static final String SSL_MODE = "sslmode";

	static final String SSL_ROOT_CERT = "sslrootcert";

	static final String FALLBACK_APPLICATION_NAME = "fallback_application_name";

	private static final String NO_EQUAL = "has no counterpart in the PostgreSQL JDBC driver";

	private static final int MAX_TIMEOUT_SECONDS = Integer.MAX_VALUE / 1000;

	static final Map<String, ParameterRule> RULES = Map.ofEntries(
			// The connection
			Map.entry("application_name", ParameterRule.renamed("ApplicationName")),
			Map.entry(FALLBACK_APPLICATION_NAME, ParameterRule.renamed(FALLBACK_APPLICATION_NAME)),
			Map.entry("client_encoding",
					ParameterRule.builtIn(List.of("UTF8", "utf8", "UTF-8", "utf-8", "auto"),
							"names an encoding other than UTF8", "Leave it out: the driver always uses UTF8.")),
			Map.entry("connect_timeout", LibpqParameters::connectTimeout),
			Map.entry("keepalives", LibpqParameters::keepalives),
			Map.entry("keepalives_count", ParameterRule.ignored()),
			Map.entry("keepalives_idle", ParameterRule.ignored()),
			Map.entry("keepalives_interval", ParameterRule.ignored()),
			Map.entry("tcp_user_timeout", ParameterRule.ignored()),
			Map.entry("load_balance_hosts",
					ParameterRule.choice("loadBalanceHosts", Map.of("disable", "false", "random", "true"))),
			Map.entry("options", ParameterRule.renamed("options")),
			Map.entry("replication", ParameterRule.renamed("replication")),
			Map.entry("service", ParameterRule.renamed("service")),
			Map.entry("servicefile",
					ParameterRule.refused(NO_EQUAL, "Set the environment variable PGSERVICEFILE instead.")),
			// The driver's "primary" is a server whose transactions may write, its
			// "secondary" one whose transactions may not: libpq's read-write and
			// read-only.
			Map.entry("target_session_attrs",
					ParameterRule.choice("targetServerType",
							Map.of("any", "any", "read-write", "primary", "primary", "primary", "read-only",
									"secondary", "standby", "secondary", "prefer-standby", "preferSecondary"))),
			Map.entry("min_protocol_version", ParameterRule.builtIn(List.of("3.0"), NO_EQUAL, "Leave it out.")),
			Map.entry("max_protocol_version",
					ParameterRule.builtIn(List.of("3.0", "3.2", "latest"), NO_EQUAL,
							"Leave it out: the driver speaks protocol 3.0.")),
			// Encryption
			// no-verify is node-postgres's name for what the driver does at require.
			Map.entry(SSL_MODE,
					ParameterRule.choice(SSL_MODE,
							Map.of("disable", "disable", "allow", "allow", "prefer", "prefer", "require", "require",
									"verify-ca", "verify-ca", "verify-full", "verify-full", "no-verify", "require"))),
			// By libpq's rule; the driver would read ssl=true as verify-full.
			Map.entry("ssl", ParameterRule.choice(SSL_MODE, Map.of("true", "require", "false", "prefer"))),
			Map.entry("requiressl", ParameterRule.choice(SSL_MODE, Map.of("1", "require", "0", "prefer"))),
			Map.entry("sslnegotiation", ParameterRule.choice("sslNegotiation", "postgres", "direct")),
			Map.entry(SSL_ROOT_CERT, ParameterRule.renamed(SSL_ROOT_CERT)),
			Map.entry("sslcert", ParameterRule.renamed("sslcert")),
			Map.entry("sslkey", ParameterRule.renamed("sslkey")),
			Map.entry("sslpassword", ParameterRule.renamed("sslpassword")),
			Map.entry("sslcertmode",
					ParameterRule.builtIn(List.of("allow"), NO_EQUAL,
							"Leave it out: the driver sends its certificate when the server asks for one.")),
			Map.entry("sslsni",
					ParameterRule
						.builtIn(List.of("1"), "cannot be turned off in the PostgreSQL JDBC driver", "Leave it out.")),
			Map.entry("sslcompression", ParameterRule.ignored()),
			Map.entry("sslcrl",
					ParameterRule.refused(NO_EQUAL,
							"Turn on Java's own check of revocation instead (com.sun.net.ssl.checkRevocation).")),
			Map.entry("sslcrldir",
					ParameterRule.refused(NO_EQUAL,
							"Turn on Java's own check of revocation instead (com.sun.net.ssl.checkRevocation).")),
			Map.entry("sslkeylogfile", ParameterRule.refused(NO_EQUAL, "Leave it out.")),
			Map.entry("ssl_min_protocol_version",
					ParameterRule.builtIn(List.of("TLSv1", "TLSv1.1", "TLSv1.2"), NO_EQUAL,
							"Set the system property jdk.tls.client.protocols instead.")),
			Map.entry("ssl_max_protocol_version",
					ParameterRule.builtIn(List.of("TLSv1.3"), NO_EQUAL,
							"Set the system property jdk.tls.client.protocols instead.")),
			Map.entry("gssencmode", ParameterRule.choice("gssEncMode", "disable", "prefer", "require")),
			// Authentication
			Map.entry("channel_binding", ParameterRule.choice("channelBinding", "disable", "prefer", "require")),
			Map.entry("require_auth", LibpqParameters::requireAuth),
			Map.entry("passfile", ParameterRule.refused(NO_EQUAL, "Set the environment variable PGPASSFILE instead.")),
			Map.entry("krbsrvname", ParameterRule.renamed("kerberosServerName")),
			Map.entry("gsslib", ParameterRule.renamed("gsslib")),
			Map.entry("gssdelegation", ParameterRule.builtIn(List.of("0"), NO_EQUAL, "Leave it out.")),
			// Of Unix-domain sockets only, which the driver does not have
			Map.entry("requirepeer", ParameterRule.ignored()),
			Map.entry("scram_client_key", ParameterRule.refused(NO_EQUAL, "Use a password.")),
			Map.entry("scram_server_key", ParameterRule.refused(NO_EQUAL, "Use a password.")),
			Map.entry("oauth_issuer", ParameterRule.refused(NO_EQUAL, "Use another method of authentication.")),
			Map.entry("oauth_client_id", ParameterRule.refused(NO_EQUAL, "Use another method of authentication.")),
			Map.entry("oauth_client_secret", ParameterRule.refused(NO_EQUAL, "Use another method of authentication.")),
			Map.entry("oauth_scope", ParameterRule.refused(NO_EQUAL, "Use another method of authentication.")));

	private static final Set<String> AUTHENTICATION_METHODS = Set.of("password", "md5", "gss", "sspi", "scram-sha-256",
			"none");

	private LibpqParameters() {
	}

	// For libpq a timeout of zero or less is none; the driver has only zero for it.
	private static void connectTimeout(UriParameter parameter, DriverProperties properties) {
		if (!parameter.isEmpty()) {
			int seconds = Math.min(Math.max(integer(parameter), 0), MAX_TIMEOUT_SECONDS);
			properties.set("connectTimeout", Integer.toString(seconds));
		}
	}

	private static void keepalives(UriParameter parameter, DriverProperties properties) {
		if (!parameter.isEmpty()) {
			properties.set("tcpKeepAlive", Boolean.toString(integer(parameter) != 0));
		}
	}

	private static void requireAuth(UriParameter parameter, DriverProperties properties) {
		if (parameter.isEmpty()) {
			return;
		}
		for (String method : parameter.value().split(",", -1)) {
			if (!AUTHENTICATION_METHODS.contains(method.startsWith("!") ? method.substring(1) : method)) {
				throw parameter.refuse("names a method that the PostgreSQL JDBC driver does not know",
						"The methods are " + String.join(", ", AUTHENTICATION_METHODS.stream().sorted().toList())
								+ ", each with or without a '!' in front.");
			}
		}
		properties.set("requireAuth", parameter.value());
	}

	private static int integer(UriParameter parameter) {
		try {
			return Integer.parseInt(parameter.value().strip());
		}
		catch (NumberFormatException ex) {
			throw parameter.refuse("is not a whole number", "Write digits only.");
		}
	}

}
