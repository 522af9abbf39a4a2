package dev.appmigrations.autoconfigure;

import java.util.Locale;
import java.util.StringJoiner;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.instance.OwnConnections;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;

/**
 * Tells whether two data sources lead to one database, without a connection: they do if
 * they are one object, or if their URLs name the same hosts, ports and database. A data
 * source that does not tell its URL is taken for another database.
 */
final class DatabaseIdentity {

	private static final String SCHEME = "jdbc:postgresql://";

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
		return (url != null) ? "'" + url.replaceFirst("//.*@", "//").replaceFirst(";.*", "") + "'"
				: "a database that it does not name (" + dataSource.getClass().getName() + ")";
	}

	private static @Nullable String url(DataSource dataSource) {
		AbstractDriverBasedDataSource unpooled = OwnConnections.unpooled(dataSource);
		String url = (unpooled != null) ? unpooled.getUrl() : null;
		return (url != null) ? canonical(url) : null;
	}

	/** Without the parameters, among which may be a password, and with every port. */
	static String canonical(String url) {
		int query = url.indexOf('?');
		String base = (query >= 0) ? url.substring(0, query) : url;
		if (!base.startsWith(SCHEME)) {
			return base;
		}
		int slash = base.indexOf('/', SCHEME.length());
		String hosts = (slash >= 0) ? base.substring(SCHEME.length(), slash) : base.substring(SCHEME.length());
		StringJoiner canonical = new StringJoiner(",", SCHEME, (slash >= 0) ? base.substring(slash) : "/");
		for (String host : hosts.toLowerCase(Locale.ROOT).split(",")) {
			canonical.add(local(host) + ((host.matches(".*:\\d+")) ? "" : ":5432"));
		}
		return canonical.toString();
	}

	/** The loopback addresses are one machine. */
	private static String local(String host) {
		return host.replaceFirst("^(127\\.0\\.0\\.1|\\[::1])(?=:|$)", "localhost");
	}

}
