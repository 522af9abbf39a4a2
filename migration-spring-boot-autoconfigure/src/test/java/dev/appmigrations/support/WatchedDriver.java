package dev.appmigrations.support;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/**
 * A driver around PostgreSQL's, for URLs that begin with {@code jdbc:watched:}, as those
 * are that log statements, balance hosts or fetch passwords.
 */
public final class WatchedDriver implements Driver {

	private static final String PREFIX = "jdbc:watched:";

	private static final AtomicInteger CONNECTIONS = new AtomicInteger();

	private final Driver target = new org.postgresql.Driver();

	/** Returns the URL for this driver instead of PostgreSQL's. */
	public static String url(String url) {
		return PREFIX + url.substring("jdbc:".length());
	}

	/** Returns how many connections it has made. */
	public static int connections() {
		return CONNECTIONS.get();
	}

	@Override
	public @Nullable Connection connect(String url, Properties info) throws SQLException {
		if (!acceptsURL(url)) {
			return null;
		}
		CONNECTIONS.incrementAndGet();
		return this.target.connect("jdbc:" + url.substring(PREFIX.length()), info);
	}

	@Override
	public boolean acceptsURL(String url) {
		return url.startsWith(PREFIX);
	}

	@Override
	public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
		return new DriverPropertyInfo[0];
	}

	@Override
	public int getMajorVersion() {
		return this.target.getMajorVersion();
	}

	@Override
	public int getMinorVersion() {
		return this.target.getMinorVersion();
	}

	@Override
	public boolean jdbcCompliant() {
		return false;
	}

	@Override
	public Logger getParentLogger() {
		return Logger.getLogger("watched");
	}

}
