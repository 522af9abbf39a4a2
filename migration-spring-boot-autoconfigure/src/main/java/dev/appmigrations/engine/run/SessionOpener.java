package dev.appmigrations.engine.run;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.execute.Advice;
import dev.appmigrations.engine.jdbc.ConnectionFailure;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseServer;
import dev.appmigrations.engine.jdbc.KeptConnections;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.jdbc.TenantDataSources;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.text.VisibleText;
import dev.appmigrations.engine.time.Poll;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Choice;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import dev.appmigrations.engine.wording.Setting;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions, and waits for a database that is not up yet. Errors that time cannot
 * mend, such as a wrong password, fail at once.
 */
public final class SessionOpener {

	private static final Set<String> NOT_YET = Set.of(SqlState.UNABLE_TO_CONNECT.code(),
			SqlState.CONNECTION_FAILURE.code(), SqlState.CANNOT_CONNECT_NOW.code(),
			SqlState.TOO_MANY_CONNECTIONS.code(), SqlState.ADMIN_SHUTDOWN.code());

	private final DataSource dataSource;

	private final Duration timeout;

	private final Clock clock;

	private final Sleeper sleeper;

	public SessionOpener(DataSource dataSource, Duration timeout, Clock clock, Sleeper sleeper) {
		this.dataSource = dataSource;
		this.timeout = timeout;
		this.clock = clock;
		this.sleeper = sleeper;
	}

	/**
	 * Returns what keeps a connection open between runs that follow each other.
	 * @return the keeper, to be closed
	 */
	public KeptConnections keptConnections() {
		return new KeptConnections(this.dataSource);
	}

	/**
	 * Returns an opener for sessions in another database of the server.
	 * @param server the server
	 * @param database the name of the database
	 * @return the opener, which does not wait
	 */
	public SessionOpener to(DatabaseServer server, String database) {
		return new SessionOpener(server.to(database), Duration.ZERO, this.clock, this.sleeper);
	}

	/**
	 * Returns an opener for sessions in the database of a tenant.
	 * @param databases the databases of tenants
	 * @param tenant the name of the tenant
	 * @return the opener, which waits as this one does
	 * @throws MigrationException if its database is not known
	 */
	public SessionOpener to(TenantDataSources databases, String tenant) {
		try {
			return new SessionOpener(databases.dataSource(tenant), this.timeout, this.clock, this.sleeper);
		}
		catch (RuntimeException ex) {
			throw new MigrationException(ErrorCode.DATABASE_UNAVAILABLE,
					"There is no data source for the tenant. " + VisibleText.line(String.valueOf(ex.getMessage())),
					"Correct the application's TenantDataSources.", ex);
		}
	}

	SessionOpener over(KeptConnections kept) {
		return new SessionOpener(kept.dataSource(), this.timeout, this.clock, this.sleeper);
	}

	/**
	 * Opens a session.
	 * @param events receives attempts that failed
	 * @return the session
	 * @throws MigrationException if there is none to be had
	 */
	Session open(EventPublisher events) {
		return open(events, this.timeout);
	}

	/**
	 * Opens a session, and does not wait.
	 * @return the session
	 * @throws MigrationException if there is none to be had
	 */
	public Session openNow() {
		return open(new EventPublisher(List.of(), List.of()), Duration.ZERO);
	}

	/**
	 * Tells whether a server that is up has refused a connection: to this role, or
	 * because there are too many.
	 * @param ex why there was no session to be had
	 * @return whether the server itself said so
	 */
	public static boolean isTurnedAway(MigrationException ex) {
		SQLException reason = sqlException(ex);
		return ex.code() == ErrorCode.AUTHENTICATION_FAILED
				|| (reason != null && SqlState.TOO_MANY_CONNECTIONS.code().equals(reason.getSQLState()));
	}

	/**
	 * Tells whether no server has answered at all.
	 * @param ex why there was no session to be had
	 * @return whether it was the network, or a server that is down
	 */
	public static boolean isUnreachable(MigrationException ex) {
		for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof IOException) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Opens a session.
	 * @param events receives attempts that failed
	 * @param timeout how long to wait for a server that is not up
	 * @return the session
	 * @throws MigrationException if there is none to be had
	 */
	public Session open(EventPublisher events, Duration timeout) {
		Poll waiting = new Poll(this.clock, this.sleeper, timeout);
		for (int attempt = 1;; attempt++) {
			try {
				return openOnce();
			}
			catch (SQLException | RuntimeException ex) {
				if (ex instanceof MigrationException failure) {
					throw failure;
				}
				SQLException reason = sqlException(ex);
				if (reason == null || reason.getSQLState() == null || !NOT_YET.contains(reason.getSQLState())) {
					throw refused(ex, reason);
				}
				if (!timeout.isZero()) {
					events.publish(new MigrationEvent.DatabaseAwaited(attempt, waiting.elapsed(),
							new ConnectionFailure(reason).message()));
				}
				if (!waiting.pause()) {
					throw unavailable(ex, reason, waiting.elapsed());
				}
			}
		}
	}

	private Session openOnce() throws SQLException {
		Session session = Session.open(this.dataSource, new NoticeLog());
		try {
			rejectForeign(session);
			return session;
		}
		catch (SQLException | RuntimeException ex) {
			session.close();
			throw ex;
		}
	}

	private static void rejectForeign(Session session) throws SQLException {
		String foreign = session.connection().foreignProduct();
		if (foreign != null) {
			throw foreign(foreign, "The data source leads to " + foreign + ", and migrations run on PostgreSQL only.");
		}
		session.refuseForeign((product) -> foreign(product.name(),
				"The server speaks PostgreSQL's protocol, but it is " + product.name() + ": " + product.version()
						+ ".\nMigrations run on PostgreSQL only: they rely on its advisory locks and on"
						+ " transactions that hold DDL. Nothing was written."));
	}

	private static MigrationException foreign(String product, String description) {
		return new MigrationException(ErrorCode.DATABASE_UNSUPPORTED, description,
				Message.of("Point ")
					.and(Setting.CONNECTION)
					.and(" to a PostgreSQL database, or use ")
					.and(Choice.NO_MIGRATIONS)
					.and(" where the application runs on " + product + "."),
				null);
	}

	/** A pool wraps what the driver said; the innermost one is the driver's. */
	private static @Nullable SQLException sqlException(Throwable throwable) {
		SQLException found = null;
		for (Throwable cause = throwable; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException exception && (exception.getSQLState() != null || found == null)) {
				found = exception;
			}
		}
		return found;
	}

	private static MigrationException refused(Exception ex, @Nullable SQLException reason) {
		if (reason == null) {
			return new MigrationException(ErrorCode.DATABASE_UNAVAILABLE,
					"The data source gives no connection: " + ex.getMessage(), "Check its configuration.", ex);
		}
		if (isExhausted(reason)) {
			return new MigrationException(ErrorCode.DATABASE_UNAVAILABLE,
					"The pool has no free connection; the database was not asked.\n"
							+ VisibleText.line(String.valueOf(reason.getMessage())),
					Message
						.of("Find out who keeps connections for so long, let the pool have more, or give migrations"
								+ " connections of their own: ")
						.and(Setting.CONNECTION)
						.and("."),
					ex);
		}
		DatabaseError error = DatabaseError.of(reason);
		if (error.is(SqlState.INVALID_PASSWORD) || error.is(SqlState.INVALID_AUTHORIZATION)) {
			return new MigrationException(ErrorCode.AUTHENTICATION_FAILED,
					"The database refused the user or the password.\n" + error.text(),
					Message.of("Check ").and(Setting.CREDENTIALS).and(", and the server's pg_hba.conf."), ex);
		}
		if (error.is(SqlState.CONNECTION_REJECTED)) {
			return new MigrationException(ErrorCode.AUTHENTICATION_FAILED,
					"Server and driver did not agree on how to connect.\n" + new ConnectionFailure(reason).text(),
					Message.of("Check ").and(Setting.CREDENTIALS).and(", and what the URL says of SSL."), ex);
		}
		if (error.is(SqlState.INVALID_CATALOG_NAME)) {
			return new MigrationException(ErrorCode.DATABASE_MISSING,
					"The database that the URL names does not exist.\n" + error.text(),
					Message.of("Create it: ")
						.and(Call.of(Operation.CREATE))
						.and(". Or correct ")
						.and(Setting.CONNECTION)
						.and("."),
					ex);
		}
		return new MigrationException(ErrorCode.DATABASE_UNAVAILABLE,
				"No connection to the database.\n" + new ConnectionFailure(reason).text(),
				Advice.forConnecting(error, Message.of("Check the URL and the server's log.")), ex);
	}

	/**
	 * HikariCP passes on what the driver said where it has asked it, and says nothing
	 * else where all connections are lent (see HikariCP:
	 * {@code HikariPool.getConnection}).
	 */
	private static boolean isExhausted(SQLException reason) {
		return reason instanceof SQLTransientConnectionException && reason.getSQLState() == null
				&& reason.getCause() == null;
	}

	private static MigrationException unavailable(Exception ex, SQLException reason, Duration waited) {
		String time = (waited.toSeconds() > 0) ? " within " + waited.toSeconds() + " s" : "";
		return new MigrationException(ErrorCode.DATABASE_UNAVAILABLE,
				"No connection to the database" + time + ".\n" + new ConnectionFailure(reason).text(),
				Advice.forConnecting(DatabaseError.of(reason),
						Message.of("Start the database, or correct host and port of ")
							.and(Setting.CONNECTION)
							.and(". ")
							.and(Setting.WAIT_FOR_DATABASE)
							.and(" says how long to wait for it.")),
				ex);
	}

}
