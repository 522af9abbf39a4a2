package dev.appmigrations.engine.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.function.Consumer;

import javax.sql.DataSource;

import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * A connection from the moment it is borrowed until it is given back: what the driver and
 * the pool keep on their side of it, and what the driver knows of the server. Nothing
 * here costs a round trip.
 */
public final class BorrowedConnection {

	private static final VisibleLog logger = VisibleLog.of(BorrowedConnection.class);

	private final Connection connection;

	/** The driver's own connection, {@code null} where the data source hides it. */
	private final @Nullable BaseConnection driver;

	private final DriverState before;

	private @Nullable ServerEncoding encoding;

	private BorrowedConnection(Connection connection) throws SQLException {
		this.connection = connection;
		this.driver = unwrap(connection);
		this.before = DriverState.of(connection, this.driver);
		// An idle transaction with a snapshot would block CREATE INDEX CONCURRENTLY.
		connection.setAutoCommit(true);
		if (this.before.readOnly()) {
			// With readOnlyMode=always the server would seem to refuse what only the pool
			// does.
			connection.setReadOnly(false);
		}
	}

	/** A proxy that hides the driver's connection may say so with an exception. */
	private static @Nullable BaseConnection unwrap(Connection connection) {
		try {
			return (connection.isWrapperFor(BaseConnection.class)) ? connection.unwrap(BaseConnection.class) : null;
		}
		catch (SQLException ex) {
			logger.debug("The driver's connection is hidden: statements travel one at a time", ex);
			return null;
		}
	}

	static BorrowedConnection from(DataSource dataSource) throws SQLException {
		Connection connection = dataSource.getConnection();
		try {
			return new BorrowedConnection(connection);
		}
		catch (SQLException | RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

	Wire wire(Consumer<SQLWarning> notices, AlteredDefaults altered) {
		return (this.driver != null) ? new SimpleQueryWire(this.driver, notices, altered)
				: new SingleStatementWire(this.connection, notices, altered);
	}

	Line line() {
		return new Line((this.driver != null) ? this.driver : this.connection);
	}

	/** Forgets what the server has said beside results, where the driver has kept it. */
	void forgetNotices() {
		try {
			this.connection.clearWarnings();
		}
		catch (SQLException ex) {
			logger.debug("Earlier notices could not be cleared", ex);
		}
	}

	/** Hands over what the server has said while the driver had nobody to tell it. */
	void takeNotices(Consumer<ServerNotice> notices) {
		try {
			for (SQLWarning warning = this.connection.getWarnings(); warning != null; warning = warning
				.getNextWarning()) {
				notices.accept(ServerNotice.of(warning));
			}
			this.connection.clearWarnings();
		}
		catch (SQLException ex) {
			logger.debug("Notices could not be read", ex);
		}
	}

	CopyManager copyManager() throws SQLException {
		return this.connection.unwrap(PGConnection.class).getCopyAPI();
	}

	/**
	 * Tells whether a new connection from the same source is a new session.
	 * @return whether the data source gives the driver's own connections
	 */
	public boolean isUnpooled() {
		return this.connection instanceof BaseConnection;
	}

	/** Returns what the server told the driver, {@code null} if it is not known. */
	@Nullable String parameter(String name) {
		return (this.driver != null) ? this.driver.getParameterStatus(name) : null;
	}

	/**
	 * Returns the version of the server as the driver was told when it connected.
	 * @return as in {@code server_version_num}, for example 180006; 0 if it is not known
	 */
	public int serverVersion() {
		try {
			DatabaseMetaData server = this.connection.getMetaData();
			return server.getDatabaseMajorVersion() * 10000 + server.getDatabaseMinorVersion();
		}
		catch (SQLException ex) {
			return 0;
		}
	}

	/**
	 * Tells whether the connection leads to PostgreSQL.
	 * @return the name of another product, or {@code null} for PostgreSQL
	 * @throws SQLException if the driver cannot say
	 */
	public @Nullable String foreignProduct() throws SQLException {
		if (this.driver != null) {
			return null;
		}
		String product = this.connection.getMetaData().getDatabaseProductName();
		return ("PostgreSQL".equals(product)) ? null : product;
	}

	/**
	 * Tells whether statements reach the driver through JDBC alone.
	 * @return whether the data source hides the driver's connection
	 */
	public boolean hidesDriver() {
		return this.driver == null;
	}

	/**
	 * Returns the process id of the backend as the driver was told when it connected.
	 * @return the process id, or 0 if it is not known
	 */
	public int backend() {
		return (this.driver != null) ? this.driver.getBackendPID() : 0;
	}

	/**
	 * Returns the encoding of the database.
	 * @return what it can hold
	 */
	public ServerEncoding encoding() {
		if (this.encoding == null) {
			this.encoding = ServerEncoding.of(parameter("server_encoding"));
		}
		return this.encoding;
	}

	/**
	 * Returns how long a statement may wait for a lock, so that the server's answer comes
	 * before the driver takes the connection for broken.
	 * @param wanted the time that would be good
	 * @return that, or half of the driver's {@code socketTimeout} where that is less
	 */
	public Duration patience(Duration wanted) {
		Duration half = Duration.ofMillis(Math.max(1, this.before.networkTimeout() / 2));
		return (this.before.networkTimeout() > 0 && half.compareTo(wanted) < 0) ? half : wanted;
	}

	/**
	 * Limits how long to wait for each answer from now on, until the connection is given
	 * back.
	 * @param longest the limit, after which the connection counts as broken
	 * @throws DatabaseErrorException if the driver refuses
	 */
	public void answerWithin(Duration longest) {
		try {
			this.connection.setNetworkTimeout(Runnable::run, (int) Math.max(1, longest.toMillis()));
		}
		catch (SQLException ex) {
			throw new DatabaseErrorException(DatabaseError.of(ex));
		}
	}

	/**
	 * Lets the driver wait for as long as a migration takes, and keep out of its
	 * transactions and statements.
	 * @throws DatabaseErrorException if the driver refuses
	 */
	void prepareForWork() {
		if (this.before.networkTimeout() > 0) {
			logger.info("The driver's socketTimeout of {} ms does not end a migration, which may take longer: if the"
					+ " server does not answer for so long, a second connection asks whether it still works on it",
					this.before.networkTimeout());
		}
		try {
			this.before.prepareForWork(this.connection, this.driver);
		}
		catch (SQLException ex) {
			throw new DatabaseErrorException(DatabaseError.of(ex));
		}
	}

	/**
	 * Lends the connection. In a transaction the driver may fetch rows as they are read,
	 * which it does only where not each statement commits.
	 */
	Connection lent(boolean transaction) throws SQLException {
		if (transaction) {
			this.connection.setAutoCommit(false);
		}
		return LentConnection.of(this.connection, transaction);
	}

	/** To be called outside a transaction: one that is open would be committed. */
	void takeBack() throws SQLException {
		this.connection.setAutoCommit(true);
		this.connection.clearWarnings();
	}

	/** Brings back what the driver and the pool had set. */
	void restore() throws SQLException {
		this.before.restore(this.connection, this.driver);
	}

	/**
	 * Gives the connection back.
	 * @param broken whether nobody may borrow it again: then it is closed for good
	 */
	void giveBack(boolean broken) {
		try (this.connection) {
			if (broken) {
				this.connection.abort(Runnable::run);
			}
		}
		catch (SQLException ex) {
			logger.debug("The connection could not be closed", ex);
		}
	}

}
