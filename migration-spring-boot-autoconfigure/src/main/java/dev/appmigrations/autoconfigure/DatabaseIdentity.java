package dev.appmigrations.autoconfigure;

import java.util.Locale;

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
		StringBuilder canonical = new StringBuilder(SCHEME);
		for (String host : hosts.toLowerCase(Locale.ROOT).split(",")) {
			canonical.append(host).append((host.matches(".*:\\d+")) ? "" : ":5432").append(',');
		}
		return canonical.append((slash >= 0) ? base.substring(slash) : "/").toString();
	}

}
