package dev.appmigrations.engine.scratch;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.run.SessionOpener;
import dev.appmigrations.engine.text.VisibleLog;

/**
 * A new database that is dropped when it is closed, and when a signal ends the process.
 */
public final class TemporaryDatabase implements AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(TemporaryDatabase.class);

	private static final String PREFIX = "appmigrations_";

	private final SessionOpener maintenance;

	private final SessionOpener sessions;

	private final String name;

	private final Thread hook;

	private TemporaryDatabase(SessionOpener maintenance, SessionOpener sessions, String name) {
		this.maintenance = maintenance;
		this.sessions = sessions;
		this.name = name;
		this.hook = new Thread(this::drop, "migrations-scratch");
	}

	/**
	 * Creates a database, a copy of {@code template0}.
	 * @param sessions any opener
	 * @param server where it is made; the role connects to the database that the server
	 * names, or else to {@code postgres}
	 * @param purpose a word for its name, lower case
	 * @return the database, to be closed
	 * @throws MigrationException if there is no connection, or the role may not
	 */
	public static TemporaryDatabase create(SessionOpener sessions, ScratchServer server, String purpose) {
		String named = server.server().database();
		SessionOpener maintenance = sessions.to(server.server(),
				(named != null && !named.isEmpty()) ? named : "postgres");
		String name = PREFIX + purpose + "_"
				+ UUID.randomUUID().toString().replace("-", "").substring(0, 12).toLowerCase(Locale.ROOT);
		TemporaryDatabase database = new TemporaryDatabase(maintenance, sessions.to(server.server(), name), name);
		if (!server.server().startedHere()) {
			// Before it is there, so that no signal comes between. A server of ours ends
			// with the process.
			Runtime.getRuntime().addShutdownHook(database.hook);
		}
		try (Session session = open(maintenance)) {
			DatabaseError error = session
				.query(List.of("CREATE DATABASE " + Sql.identifier(name) + " TEMPLATE template0"))
				.error();
			if (error != null) {
				throw refused(error);
			}
			return database;
		}
		catch (MigrationException ex) {
			database.forgetHook();
			throw ex;
		}
	}

	/**
	 * The first message of a session asks for the product, too, which CREATE DATABASE
	 * does not share a message with.
	 */
	private static Session open(SessionOpener maintenance) {
		Session session = maintenance.openNow();
		DatabaseError error = session.query(List.of("SELECT")).error();
		if (error != null) {
			session.close();
			throw refused(error);
		}
		return session;
	}

	private static MigrationException refused(DatabaseError error) {
		if (error.is(SqlState.INSUFFICIENT_PRIVILEGE)) {
			return new MigrationException(ErrorCode.PERMISSION_DENIED,
					"The role may not create a scratch database.\n" + error.text(),
					"Let a superuser run ALTER ROLE … CREATEDB, or name another role or server.", null);
		}
		return new MigrationException(ErrorCode.DATABASE_UNAVAILABLE,
				"The scratch database was not created.\n" + error.text(), "Name another server for it.", null);
	}

	/**
	 * Returns its name.
	 * @return the name, which nothing else on the server has
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns what opens sessions in it.
	 * @return the opener
	 */
	public SessionOpener sessions() {
		return this.sessions;
	}

	private void drop() {
		try (Session session = open(this.maintenance)) {
			session.query(List.of("DROP DATABASE IF EXISTS " + Sql.identifier(this.name) + " WITH (FORCE)")).orThrow();
		}
		catch (MigrationException | DatabaseErrorException ex) {
			logger.warn("The scratch database {} could not be dropped: DROP DATABASE {} removes it. {}", this.name,
					this.name, ex.getMessage());
		}
	}

	private void forgetHook() {
		try {
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (IllegalStateException ex) {
			logger.debug("The process ends, and drops {}", this.name);
		}
	}

	/** Drops it, with all sessions in it. */
	@Override
	public void close() {
		drop();
		forgetHook();
	}

}
