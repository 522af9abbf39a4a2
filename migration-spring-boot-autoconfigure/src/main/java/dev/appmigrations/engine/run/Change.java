package dev.appmigrations.engine.run;

import java.util.List;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;

/**
 * What an operation changes in the database: see {@link MigrationRun#change}.
 */
public interface Change {

	/**
	 * Stops the run if it must not go on. Called before the lock is taken, and again
	 * under it.
	 * @param session the connection
	 * @param assessment how scripts and database stand
	 * @throws dev.appmigrations.engine.migration.MigrationException if it must not
	 */
	void check(Session session, Assessment assessment);

	/**
	 * Tells whether there is something to do. Called before the lock is taken, and again
	 * under it.
	 * @param session the connection
	 * @param assessment how scripts and database stand
	 * @return whether there is
	 */
	boolean isNeeded(Session session, Assessment assessment);

	/**
	 * Returns what would be written, for the message that the database is read-only.
	 * @param session the connection
	 * @param assessment how scripts and database stand
	 * @return why the database must be writable
	 */
	Purpose purpose(Session session, Assessment assessment);

	/**
	 * Makes the change. Called under the lock; once more if the lock was lost meanwhile.
	 * @param session the connection
	 * @param assessment how scripts and database stand under the lock
	 * @param locked what may be done under the lock
	 * @throws BatchFailedException if the database refuses a statement of ours
	 */
	void make(Session session, Assessment assessment, LockedRun locked) throws BatchFailedException;

	/**
	 * Why the database must be writable.
	 *
	 * @param text a clause such as "migrations are pending"
	 * @param names what it is about, one line each
	 */
	record Purpose(String text, List<String> names) {

		public Purpose {
			names = List.copyOf(names);
		}

	}

}
