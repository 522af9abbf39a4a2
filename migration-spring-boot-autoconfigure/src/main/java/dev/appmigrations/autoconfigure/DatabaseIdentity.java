package dev.appmigrations.autoconfigure;

import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.instance.OwnConnections;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;

/**
 * Tells whether two data sources lead to one database, without a connection: they do if
 * they are one object, or if their URLs name the same hosts, ports and database, and the
 * same of the parameters that select a server. A data source that does not tell its URL
 * is taken for another database.
 */
final class DatabaseIdentity {

	private static final String SCHEME = "jdbc:postgresql:";

	/** Drivers around PostgreSQL's, which have their names in front of its own. */
	private static final Pattern WRAPPER = Pattern
		.compile("^jdbc(?:-secretsmanager)?:(?!tc:)(?:[\\w-]+:)*?postgresql:");

	/**
	 * Parameters that select a server: those of the driver, and of the socket factories
	 * of Cloud SQL and others, behind which hosts have no meaning.
	 */
	private static final Pattern SELECTING = Pattern
		.compile("(?i)(?:PGHOST|PGPORT|service|socketFactory|socketFactoryArg|cloudSqlInstance|unixSocketPath)=.+");

	private static final String LOCAL = "localhost";

	private DatabaseIdentity() {
	}

	static boolean same(DataSource one, DataSource other) {
		if (one.equals(other)) {
			return true;
		}
		String url = url(one);
		return url != null && url.equals(url(other));
	}

	/**
	 * Tells whether a data source leads to the database of a URL.
	 * @param dataSource the data source
	 * @param url a JDBC URL
	 * @return {@code false} also where it does not tell
	 */
	static boolean leadsTo(DataSource dataSource, String url) {
		return canonical(url).equals(url(dataSource));
	}

	/**
	 * Names the database of a data source.
	 * @param dataSource the data source
	 * @return its URL without what may hold a password
	 */
	static String describe(DataSource dataSource) {
		String url = url(dataSource);
		return (url != null)
				? "'" + url.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//").replaceFirst(";.*", "") + "'"
				: "a database that it does not name (" + dataSource.getClass().getName() + ")";
	}

	private static @Nullable String url(DataSource dataSource) {
		AbstractDriverBasedDataSource unpooled = OwnConnections.unpooled(dataSource);
		String url = (unpooled != null) ? unpooled.getUrl() : null;
		return (url != null) ? canonical(url) : null;
	}

	/**
	 * With every port, and of the parameters, among which may be a password, only those
	 * that select a server.
	 */
	static String canonical(String given) {
		String url = WRAPPER.matcher(given).replaceFirst(SCHEME);
		int query = url.indexOf('?');
		String base = (query >= 0) ? url.substring(0, query) : url;
		if (!base.startsWith(SCHEME)) {
			return base;
		}
		String database = DatabaseInUrl.nameIn(url);
		StringJoiner canonical = new StringJoiner(",", SCHEME + "//", "/" + ((database != null) ? database : ""));
		for (String host : hosts(base.substring(SCHEME.length())).toLowerCase(Locale.ROOT).split(",")) {
			canonical.add(local(host) + ((host.matches(".*:\\d+")) ? "" : ":5432"));
		}
		TreeSet<String> selecting = new TreeSet<>();
		for (String parameter : ((query >= 0) ? url.substring(query + 1) : "").split("&")) {
			if (SELECTING.matcher(parameter).matches()) {
				selecting.add(parameter);
			}
		}
		return canonical + ((selecting.isEmpty()) ? "" : "?" + String.join("&", selecting));
	}

	/**
	 * A URL that names none leads to the machine itself (see pgJDBC: Driver.parseURL).
	 */
	private static String hosts(String server) {
		if (!server.startsWith("//")) {
			return LOCAL;
		}
		int slash = server.indexOf('/', 2);
		return (slash >= 0) ? server.substring(2, slash) : server.substring(2);
	}

	/** The loopback addresses are one machine. */
	private static String local(String host) {
		return host.replaceFirst("^(127\\.0\\.0\\.1|\\[::1]|)(?=:|$)", LOCAL);
	}

}
