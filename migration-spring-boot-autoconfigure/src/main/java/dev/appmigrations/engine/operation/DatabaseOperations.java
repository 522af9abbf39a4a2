package dev.appmigrations.engine.operation;

import java.time.Duration;

import dev.appmigrations.engine.jdbc.DatabaseServer;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.CreationReport;
import dev.appmigrations.engine.report.DatabaseReport;
import dev.appmigrations.engine.run.RunContext;

/**
 * The operations of a {@code Migrator} that are about the database itself.
 */
public final class DatabaseOperations {

	private final RunContext context;

	/**
	 * Creates the operations.
	 * @param context what all runs share
	 */
	public DatabaseOperations(RunContext context) {
		this.context = context;
	}

	/**
	 * Waits until the server accepts connections and the database exists. Reads no
	 * script, and writes nothing.
	 * @param timeout for how long, at most
	 * @return the database
	 * @throws MigrationException if it cannot be used when the time is over; at once
	 * where waiting does not help, such as with a wrong password
	 */
	public DatabaseReport await(Duration timeout) {
		return new AwaitOperation(this.context, timeout).run();
	}

	/**
	 * Creates the database where it is missing, from the database {@code postgres} or
	 * {@code template1} of the same server. One that is there stays as it is.
	 * @param server where the database is to be
	 * @param development whether a new database is marked as one for development
	 * @return what was done
	 * @throws MigrationException if there is no connection, or the role may not create
	 * databases
	 */
	public CreationReport create(DatabaseServer server, boolean development) {
		return new CreateOperation(this.context, server, development).run();
	}

}
