package dev.appmigrations.engine.operation;

import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseServer;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.SessionOpener;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;
import org.jspecify.annotations.Nullable;

/**
 * A session in a database that every server has, from which others are created and
 * dropped: {@code postgres}, or else {@code template1} (as createdb does, see PostgreSQL:
 * src/bin/scripts/common.c).
 */
final class MaintenanceSession {

	static final List<String> DATABASES = List.of("postgres", "template1");

	private MaintenanceSession() {
	}

	/**
	 * Returns the name of the database that a server is asked about.
	 * @param server the server
	 * @return the name
	 * @throws MigrationException if the data source does not tell
	 */
	static String target(DatabaseServer server) {
		String database = server.database();
		if (database == null || database.isEmpty()) {
			throw new MigrationException(ErrorCode.DATABASE_MISSING,
					"The data source does not tell the name of its database.",
					Message.of("Name the database in ").and(Setting.CONNECTION).and("."), null);
		}
		return database;
	}

	/**
	 * Opens a session, not in the database itself.
	 * @param context what all runs share
	 * @param server the server
	 * @param target the database that is to be created or dropped
	 * @return the session, to be closed
	 * @throws MigrationException if none of the databases lets the role in
	 */
	static Session open(RunContext context, DatabaseServer server, String target) {
		MigrationException first = null;
		for (String database : DATABASES) {
			if (!database.equals(target)) {
				try {
					return open(context.sessions().to(server, database), database);
				}
				catch (MigrationException ex) {
					if (SessionOpener.isUnreachable(ex)) {
						throw ex;
					}
					first = (first != null) ? first : ex;
				}
			}
		}
		throw refused(first);
	}

	private static Session open(SessionOpener sessions, String database) {
		Session session = sessions.openNow();
		try {
			String actual = session.query(List.of("SELECT pg_catalog.current_database() AS name"))
				.rows(0)
				.required(0, "name");
			if (!actual.equals(database)) {
				throw new MigrationException(ErrorCode.DATABASE_UNAVAILABLE,
						"The connection to database " + database + " has led to another one.",
						Message.of("Let the URL of ").and(Setting.CONNECTION).and(" alone name the database."), null);
			}
			return session;
		}
		catch (RuntimeException ex) {
			session.close();
			throw ex;
		}
	}

	private static MigrationException refused(@Nullable MigrationException first) {
		String reason = (first != null) ? "\n" + first.description() : "";
		ErrorCode code = (first != null) ? first.code() : ErrorCode.DATABASE_MISSING;
		return new MigrationException(code,
				"The role can connect to none of the databases postgres and template1, from one of which a database is"
						+ " created and dropped." + reason,
				"Let the role connect to one of them (GRANT CONNECT ON DATABASE postgres TO …, and a line in"
						+ " pg_hba.conf), or let an administrator do it.",
				first);
	}

}
