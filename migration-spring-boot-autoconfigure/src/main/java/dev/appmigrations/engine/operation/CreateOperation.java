package dev.appmigrations.engine.operation;

import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.DatabaseServer;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.CreationReport;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.time.Poll;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * Creates the database where it is missing. One that is there stays as it is: it may be
 * production, so that it is not marked either.
 */
final class CreateOperation {

	private static final List<SqlState> TAKEN = List.of(SqlState.DUPLICATE_DATABASE, SqlState.UNIQUE_VIOLATION);

	private final RunContext context;

	private final DatabaseServer server;

	private final boolean marking;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param server where the database is to be
	 * @param marking whether a new database is marked as one for development
	 */
	CreateOperation(RunContext context, DatabaseServer server, boolean marking) {
		this.context = context;
		this.server = server;
		this.marking = marking;
	}

	/**
	 * Runs it.
	 * @return what was done
	 * @throws MigrationException if there is no connection, or the role may not create
	 * databases
	 */
	CreationReport run() {
		try {
			return existing();
		}
		catch (MigrationException ex) {
			if (ex.code() != ErrorCode.DATABASE_MISSING) {
				throw ex;
			}
		}
		String database = MaintenanceSession.target(this.server);
		try (Session session = MaintenanceSession.open(this.context, this.server, database)) {
			if (!create(session, database)) {
				return existing();
			}
			DatabaseMark mark = DatabaseMark.read(session, database);
			if (this.marking && mark.isPossible()) {
				session.query(List.of(mark.statement())).orThrow();
			}
		}
		catch (DatabaseErrorException ex) {
			throw new MigrationException(
					ErrorCode.DATABASE_UNAVAILABLE, "Database " + Sql.visibleIdentifier(database)
							+ " was created, but could not be marked.\n" + ex.error().text(),
					"See the server's log.", ex);
		}
		CreationReport found = existing();
		return new CreationReport(found.database(), true, found.marked());
	}

	private CreationReport existing() {
		try (Session session = this.context.sessions().openNow()) {
			String database = session.query(List.of("SELECT pg_catalog.current_database() AS name"))
				.rows(0)
				.required(0, "name");
			return new CreationReport(database, false, DatabaseMark.read(session).isSet());
		}
		catch (DatabaseErrorException ex) {
			throw new MigrationException(ErrorCode.CONNECTION_LOST,
					"The connection cannot be used.\n" + ex.error().text(), "See the server's log.", ex);
		}
	}

	/** Returns whether it was created here, and not by somebody else at the same time. */
	private boolean create(Session session, String database) {
		String statement = "CREATE DATABASE " + Sql.identifier(database);
		Poll poll = new Poll(this.context.clock(), this.context.sleeper(),
				this.context.options().waiting().statements().lockTimeout());
		for (;;) {
			DatabaseError error = session.query(List.of(statement)).error();
			if (error == null) {
				return true;
			}
			if (TAKEN.stream().anyMatch(error::is)) {
				return false;
			}
			// Somebody else has a session in the template, or copies it, too.
			if (!error.is(SqlState.OBJECT_IN_USE) || !poll.pause()) {
				throw refused(database, error);
			}
		}
	}

	private static MigrationException refused(String database, DatabaseError error) {
		String name = Sql.visibleIdentifier(database);
		if (error.is(SqlState.INSUFFICIENT_PRIVILEGE)) {
			return new MigrationException(ErrorCode.PERMISSION_DENIED,
					"The role may not create databases, so that " + name + " was not created.\n" + error.text(),
					Message
						.of("Let a superuser run one of these, and start again:\n    ALTER ROLE … CREATEDB;\n"
								+ "    CREATE DATABASE " + name + " OWNER …;\nOr use a role that may: ")
						.and(Setting.CREDENTIALS)
						.and("."),
					null);
		}
		if (error.is(SqlState.READ_ONLY_TRANSACTION)) {
			return new MigrationException(ErrorCode.DATABASE_READ_ONLY,
					"Database " + name + " was not created: the server is read-only, a standby for example.\n"
							+ error.text(),
					Message.of("Point ").and(Setting.CONNECTION).and(" to the primary, or let the driver find it."),
					null);
		}
		return new MigrationException(ErrorCode.DATABASE_UNAVAILABLE,
				"Database " + name + " was not created.\n" + error.text(),
				Message.of("Correct what the message names, or create it by hand (createdb NAME)."), null);
	}

}
