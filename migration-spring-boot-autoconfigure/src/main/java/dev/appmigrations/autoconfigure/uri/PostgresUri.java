package dev.appmigrations.autoconfigure.uri;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL connection URI in terms of JDBC.
 *
 * @param jdbcUrl the URL for the driver, without user and password (a {@code sslpassword}
 * can only travel in it)
 * @param username the user, or {@code null} if the URI does not state one
 * @param password the password, or {@code null} if the URI does not state one
 * @param ignoredParameters the names of the parameters that mean nothing to the driver
 */
public record PostgresUri(String jdbcUrl, @Nullable String username, @Nullable String password,
		List<String> ignoredParameters) {

	/** libpq's two schemes; it compares them exactly. */
	private static final List<String> PREFIXES = List.of("postgresql://", "postgres://");

	/**
	 * Whether a text claims to be a PostgreSQL connection URI.
	 * @param text the text, of which surrounding white space does not count
	 * @return {@code true} if the text begins with one of the two schemes
	 */
	public static boolean matches(String text) {
		return prefixLength(text.strip()) > 0;
	}

	/**
	 * Read a URI by libpq's rules ("Connection URIs", 32.1.1.2).
	 * @param uri the URI; surrounding white space, such as the line end of a secret's
	 * file, does not count
	 * @return the parsed URI
	 * @throws InvalidPostgresUriException if the URI is malformed or asks for something
	 * that the driver cannot do
	 */
	public static PostgresUri parse(String uri) {
		String text = uri.strip();
		int start = prefixLength(text);
		if (start == 0) {
			throw new InvalidPostgresUriException("it does not begin with postgresql:// or postgres://",
					(text.startsWith("\"") || text.startsWith("'")) ? "Remove the quotes around it." : null);
		}
		return new PostgresUriParser(text, start).parse();
	}

	private static int prefixLength(String text) {
		for (String prefix : PREFIXES) {
			if (text.startsWith(prefix)) {
				return prefix.length();
			}
		}
		return 0;
	}

	@Override
	public String toString() {
		int query = this.jdbcUrl.indexOf('?');
		return "PostgresUri[" + ((query < 0) ? this.jdbcUrl : this.jdbcUrl.substring(0, query)) + ", username="
				+ this.username + "]";
	}

}
