package dev.appmigrations.autoconfigure;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The database in a JDBC URL of PostgreSQL: behind the hosts, or in the place of them, or
 * in a parameter, which goes before (see pgJDBC: {@code Driver.parseURL}).
 */
final class DatabaseInUrl {

	private static final String SCHEME = "jdbc:postgresql:";

	private static final Pattern PARAMETER = Pattern.compile("(?i)(?:PGDBNAME|dbname)=.*");

	private DatabaseInUrl() {
	}

	/**
	 * Finds the name.
	 * @param url a JDBC URL
	 * @return the name, {@code null} if it names none
	 */
	static @Nullable String nameIn(String url) {
		if (!url.startsWith(SCHEME)) {
			return null;
		}
		String name = null;
		for (String parameter : parameters(url)) {
			if (PARAMETER.matcher(parameter).matches()) {
				name = parameter.substring(parameter.indexOf('=') + 1);
			}
		}
		if (name == null) {
			String server = server(url);
			name = (server.startsWith("//")) ? afterHosts(server.substring(2)) : server.replaceFirst("^/", "");
		}
		return (name.isEmpty()) ? null : URLDecoder.decode(name, StandardCharsets.UTF_8);
	}

	/**
	 * Names another database.
	 * @param url a JDBC URL
	 * @param database its name
	 * @return the same URL with that name
	 */
	static String replace(String url, String database) {
		String name = URLEncoder.encode(database, StandardCharsets.UTF_8);
		String server = server(url);
		String hosts = "";
		if (server.startsWith("//")) {
			int slash = server.indexOf('/', 2);
			hosts = ((slash >= 0) ? server.substring(0, slash) : server) + "/";
			// The driver takes two slashes alone for no hosts.
			hosts = (hosts.equals("///")) ? "" : hosts;
		}
		StringJoiner kept = new StringJoiner("&", "?", "").setEmptyValue("");
		for (String parameter : parameters(url)) {
			if (!parameter.isEmpty() && !PARAMETER.matcher(parameter).matches()) {
				kept.add(parameter);
			}
		}
		return SCHEME + hosts + name + kept;
	}

	private static String server(String url) {
		int query = url.indexOf('?');
		return url.substring(SCHEME.length(), (query >= 0) ? query : url.length());
	}

	private static String[] parameters(String url) {
		int query = url.indexOf('?');
		return (query >= 0) ? url.substring(query + 1).split("&") : new String[0];
	}

	private static String afterHosts(String server) {
		int slash = server.indexOf('/');
		return (slash >= 0) ? server.substring(slash + 1) : "";
	}

}
