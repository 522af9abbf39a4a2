package dev.appmigrations.autoconfigure.uri;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads one connection URI from left to right, as libpq's
 * {@code conninfo_uri_parse_options} does:
 * <ol>
 * <li>If an {@code @} comes before the first {@code /}, what precedes it is the user and,
 * after the first colon, the password.</li>
 * <li>Hosts follow, separated by commas, each with an optional port, IPv6 addresses in
 * brackets; then, after a {@code /}, the database; then, after a {@code ?}, the
 * parameters, which override what came before.</li>
 * <li>Each part is percent-decoded once it has been cut out.</li>
 * </ol>
 * In one respect it is stricter: an {@code @} that is not encoded is refused in hosts,
 * ports and database. Nearly always it shows that the password holds a {@code /} or a
 * second {@code @}, and that a piece of the password would end up in the JDBC URL.
 */
final class PostgresUriParser {

	private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,62}");

	private static final String ENCODE = "Percent-encode the characters of user and password that separate the parts "
			+ "of a URI: '/' is %2F, ':' is %3A, '@' is %40, '?' is %3F, '%' is %25.";

	private final String uri;

	private int position;

	/** The parameters named in {@link LibpqParameters#TARGET}, decoded. */
	private final Map<String, String> target = new HashMap<>();

	private final UriParameters parameters = new UriParameters();

	PostgresUriParser(String uri, int start) {
		this.uri = uri;
		this.position = start;
	}

	PostgresUri parse() {
		readUserInfo();
		refuseStrayAt();
		readHosts();
		if (atAny("/")) {
			int start = ++this.position;
			skipTo("?");
			set("dbname", decode(start, this.position));
		}
		if (atAny("?")) {
			this.position++;
			readParameters();
		}
		DriverProperties properties = this.parameters.complete();
		String server = new JdbcServer(this.target).toUrl(properties.get("service") != null);
		return new PostgresUri(server + properties.toQuery(), value("user"), value("password"), properties.ignored());
	}

	private void readUserInfo() {
		int start = this.position;
		skipTo("@/");
		if (!atAny("@")) {
			this.position = start;
			return;
		}
		int at = this.position;
		refuseQueryBefore(start, at);
		this.position = start;
		skipTo(":@");
		set("user", decode(start, this.position));
		if (atAny(":")) {
			set("password", decode(this.position + 1, at));
		}
		this.position = at + 1;
	}

	// "host?password=a@b": for libpq everything before the @ is user and password.
	private void refuseQueryBefore(int start, int at) {
		int question = this.uri.indexOf('?', start);
		int equals = (question < 0) ? -1 : this.uri.indexOf('=', question);
		if (equals >= 0 && equals < at) {
			throw new InvalidPostgresUriException(
					"the '?' at character %d comes before the '@' at character %d".formatted(question + 1, at + 1),
					"Put a '/' in front of the '?' that begins the parameters. " + ENCODE);
		}
	}

	private void refuseStrayAt() {
		int query = this.uri.indexOf('?', this.position);
		int at = this.uri.indexOf('@', this.position);
		if (at >= 0 && (query < 0 || at < query)) {
			throw new InvalidPostgresUriException(
					"the '@' at character %d is not where user and password end".formatted(at + 1), ENCODE);
		}
	}

	private void readHosts() {
		List<String> hosts = new ArrayList<>();
		List<String> ports = new ArrayList<>();
		do {
			this.position += (hosts.isEmpty()) ? 0 : 1;
			hosts.add(readHost());
			ports.add(readPort());
		}
		while (atAny(","));
		set("host", String.join(",", hosts));
		set("port", String.join(",", ports));
	}

	private String readHost() {
		int start = this.position;
		if (!atAny("[")) {
			skipTo(":/?,");
			return decode(start, this.position);
		}
		skipTo("]");
		if (this.position == this.uri.length()) {
			throw new InvalidPostgresUriException("the '[' at character %d has no ']'".formatted(start + 1), ENCODE);
		}
		if (this.position == start + 1) {
			throw new InvalidPostgresUriException(
					"the brackets at character %d hold no IPv6 address".formatted(start + 1));
		}
		String host = decode(start + 1, this.position++);
		if (this.position < this.uri.length() && !atAny(":/?,")) {
			throw new InvalidPostgresUriException(
					"after the ']', a ':', '/', '?' or ',' is expected at character %d".formatted(this.position + 1),
					ENCODE);
		}
		return host;
	}

	private String readPort() {
		if (!atAny(":")) {
			return "";
		}
		int start = ++this.position;
		skipTo("/?,");
		return decode(start, this.position);
	}

	private void readParameters() {
		boolean misplaced = this.uri.indexOf('@', this.position) >= 0;
		while (this.position < this.uri.length()) {
			int start = this.position;
			skipTo("&");
			int end = this.position;
			this.position = Math.min(end + 1, this.uri.length());
			int equals = this.uri.indexOf('=', start);
			boolean complete = equals >= 0 && equals < end;
			String name = decode(start, (complete) ? equals : end);
			String label = (!misplaced && complete && PLAIN_NAME.matcher(name).matches()) ? "'" + name + "'"
					: "at character " + (start + 1);
			if (!complete) {
				throw new InvalidPostgresUriException("the parameter " + label + " has no '='", ENCODE);
			}
			int second = this.uri.indexOf('=', equals + 1);
			if (second >= 0 && second < end) {
				throw new InvalidPostgresUriException("the parameter " + label + " has a second '='",
						"Write an equals sign that belongs to the value as %3D.");
			}
			add(new UriParameter(name, decode(equals + 1, end), label));
		}
	}

	private void add(UriParameter parameter) {
		if (LibpqParameters.TARGET.contains(parameter.name())) {
			this.target.put(parameter.name(), parameter.value());
		}
		else {
			this.parameters.add(parameter);
		}
	}

	private void set(String name, String value) {
		if (!value.isEmpty()) {
			this.target.put(name, value);
		}
	}

	private @Nullable String value(String name) {
		String value = this.target.get(name);
		return (value == null || value.isEmpty()) ? null : value;
	}

	private String decode(int start, int end) {
		return PercentEncoding.decode(this.uri, start, end);
	}

	private boolean atAny(String characters) {
		return this.position < this.uri.length() && characters.indexOf(this.uri.charAt(this.position)) >= 0;
	}

	private void skipTo(String characters) {
		while (this.position < this.uri.length() && !atAny(characters)) {
			this.position++;
		}
	}

}
