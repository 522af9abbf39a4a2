package dev.appmigrations.engine.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

import javax.sql.DataSource;

import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Keeps one connection open between many short runs that follow each other, where the
 * data source connects anew each time. To connect, and to let the new backend read what
 * it needs of the catalogue, takes longer than a small migration. A connection that is
 * given back loses what a script has left in its session; settings are restored by
 * {@link Session}. Where a script has changed what new sessions begin with
 * ({@code ALTER DATABASE … SET}), the connection is closed. The connections of a pool are
 * passed on as they are.
 */
public final class KeptConnections implements AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(KeptConnections.class);

	// Not DISCARD ALL, which would also take back what the data source has set.
	private static final String CLEAN = String.join("; ", SessionWork.cleanSession())
			+ "; SELECT pg_catalog.pg_advisory_unlock_all()";

	private static final String DEFAULTS = "SELECT pg_catalog.string_agg(pg_catalog.format('%s %s %s', s.setdatabase,"
			+ " s.setrole, s.setconfig), ', ' ORDER BY s.setdatabase, s.setrole) FROM pg_catalog.pg_db_role_setting s";

	private final DataSource source;

	private @Nullable Kept idle;

	private boolean closed;

	/**
	 * Creates a keeper.
	 * @param source where connections come from
	 */
	public KeptConnections(DataSource source) {
		this.source = source;
	}

	/**
	 * Returns where runs get their connections.
	 * @return a data source whose connections are kept when they are closed
	 */
	public DataSource dataSource() {
		return (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { DataSource.class },
				(proxy, method, arguments) -> (method.getName().equals("getConnection") && arguments == null)
						? connection() : call(method, this.source, arguments));
	}

	private Connection connection() throws SQLException {
		Kept kept = take();
		if (kept == null) {
			Connection connection = this.source.getConnection();
			if (!(connection instanceof BaseConnection)) {
				return connection;
			}
			kept = new Kept(connection, defaults(connection));
		}
		return borrowed(kept);
	}

	private synchronized @Nullable Kept take() {
		Kept kept = this.idle;
		this.idle = null;
		return kept;
	}

	private Connection borrowed(Kept kept) {
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("close")) {
						giveBack(kept);
						return null;
					}
					return call(method, kept.connection(), arguments);
				});
	}

	private static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw Objects.requireNonNullElse(ex.getCause(), ex);
		}
	}

	private void giveBack(Kept kept) throws SQLException {
		if (isClean(kept) && keep(kept)) {
			return;
		}
		kept.connection().close();
	}

	private synchronized boolean keep(Kept kept) {
		if (this.closed || this.idle != null) {
			return false;
		}
		this.idle = kept;
		return true;
	}

	private static boolean isClean(Kept kept) {
		Connection connection = kept.connection();
		try {
			if (connection.isClosed()) {
				return false;
			}
			try (Statement statement = connection.createStatement()) {
				statement.execute(CLEAN);
			}
			return Objects.equals(defaults(connection), kept.defaults());
		}
		catch (SQLException ex) {
			logger.debug("A connection could not be kept", ex);
			return false;
		}
	}

	private static @Nullable String defaults(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(DEFAULTS)) {
			return (result.next()) ? result.getString(1) : null;
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		Kept last = this.idle;
		this.idle = null;
		try {
			if (last != null) {
				last.connection().close();
			}
		}
		catch (SQLException ex) {
			logger.debug("The connection that was kept could not be closed", ex);
		}
	}

	private record Kept(Connection connection, @Nullable String defaults) {

	}

}
