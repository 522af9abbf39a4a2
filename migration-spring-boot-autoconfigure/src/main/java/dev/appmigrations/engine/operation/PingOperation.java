package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.ConnectionReport;
import dev.appmigrations.engine.report.DatabaseReport;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.watch.ConnectionProbe;

/**
 * Connects, and reports what the connection is. Reads no script and no row of the
 * history, writes nothing, and does not wait for a database that is not up.
 */
final class PingOperation {

	private final RunContext context;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 */
	PingOperation(RunContext context) {
		this.context = context;
	}

	/**
	 * Runs it.
	 * @return the connection, the role and the settings that matter
	 * @throws MigrationException if the database cannot be used
	 */
	ConnectionReport run() {
		try (Session session = this.context.sessions().openNow()) {
			DatabaseReport database = DatabaseReport.of(this.context.history().readFacts(session),
					this.context.options().history().table());
			return ConnectionProbe.probe(session, database, this.context.clock());
		}
		catch (DatabaseErrorException ex) {
			throw new MigrationException(ErrorCode.CONNECTION_LOST,
					"The connection cannot be used.\n" + ex.error().text(), "See the server's log.", ex);
		}
	}

}
