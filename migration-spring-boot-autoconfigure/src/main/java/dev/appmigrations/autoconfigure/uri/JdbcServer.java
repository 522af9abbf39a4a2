package dev.appmigrations.autoconfigure.uri;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The servers and the database of a JDBC URL, from libpq's {@code host},
 * {@code hostaddr}, {@code port} and {@code dbname}.
 */
final class JdbcServer {

	private static final String PREFIX = "jdbc:postgresql:";

	private static final String DEFAULT_HOST = "localhost";

	/**
	 * Characters that the driver would take for the end of the host, or that no host name
	 * has.
	 */
	private static final String NOT_IN_HOST = "/?#@&=%$\\[]{}<>\"'` ";

	private final String hosts;

	private final String ports;

	private final String database;

	JdbcServer(Map<String, String> target) {
		String host = target.getOrDefault("host", "");
		String address = target.getOrDefault("hostaddr", "");
		if (!host.isEmpty() && !address.isEmpty()) {
			throw new InvalidPostgresUriException("it states both a host and the parameter 'hostaddr'",
					"State the address in place of the host: the PostgreSQL JDBC driver has only one of the two.");
		}
		this.hosts = (address.isEmpty()) ? host : address;
		this.ports = target.getOrDefault("port", "");
		this.database = target.getOrDefault("dbname", "");
	}

	/**
	 * The JDBC URL up to its query.
	 * @param service whether a service file may say what is left out here; what stands in
	 * the URL, a default too, would override it
	 * @return the URL
	 */
	String toUrl(boolean service) {
		String database = PercentEncoding.encodeName(this.database);
		if (service && this.hosts.isEmpty()) {
			if (!this.ports.isEmpty()) {
				throw new InvalidPostgresUriException("it states a port and a service, but no host",
						"State the host too, or leave the port to the service.");
			}
			return PREFIX + ((database.isEmpty()) ? "//" : database);
		}
		List<String> hosts = Arrays.asList(this.hosts.split(",", -1));
		List<String> ports = Arrays.asList(this.ports.split(",", -1));
		if (ports.size() != 1 && ports.size() != hosts.size()) {
			throw new InvalidPostgresUriException("it has %d ports for %d hosts".formatted(ports.size(), hosts.size()),
					"State one port for all hosts, or one for each.");
		}
		StringJoiner servers = new StringJoiner(",");
		for (int i = 0; i < hosts.size(); i++) {
			servers.add(host(hosts.get(i), i + 1) + port(ports.get((ports.size() == 1) ? 0 : i), i + 1));
		}
		return PREFIX + "//" + servers + "/" + database;
	}

	private static String host(String host, int number) {
		if (host.isEmpty()) {
			return DEFAULT_HOST;
		}
		if (host.startsWith("/") || host.startsWith("@")) {
			throw new InvalidPostgresUriException(
					"host %d is the path of a Unix-domain socket, but the PostgreSQL JDBC driver connects by TCP only"
						.formatted(number),
					"Name a TCP host such as localhost (the server listens there unless its listen_addresses is "
							+ "empty), or use a jdbc:postgresql: URL with a socketFactory for Unix-domain sockets.");
		}
		boolean address = host.indexOf(':') >= 0;
		// A percent sign separates the zone of an IPv6 address.
		if (host.chars().anyMatch((character) -> !isAllowed(character, address))) {
			throw new InvalidPostgresUriException("host %d has a character that no host name has".formatted(number),
					"If it belongs to the user or the password, percent-encode it.");
		}
		return (address) ? "[" + host + "]" : host;
	}

	private static boolean isAllowed(int character, boolean address) {
		return (character == '%' && address) || !(Character.isISOControl(character) || Character.isWhitespace(character)
				|| NOT_IN_HOST.indexOf(character) >= 0);
	}

	private static String port(String port, int number) {
		if (port.isEmpty()) {
			return "";
		}
		if (!port.matches("0{0,9}[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65535) {
			throw new InvalidPostgresUriException(
					"the port of host %d is not a number between 1 and 65535".formatted(number),
					"If it is a piece of the password, percent-encode what separates the parts of a URI: '/' is %2F, "
							+ "':' is %3A, '@' is %40, '?' is %3F.");
		}
		return ":" + Integer.parseInt(port);
	}

}
