package dev.appmigrations.engine.execute;

import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Script;
import org.jspecify.annotations.Nullable;

/**
 * Tries one migration in the transaction of a dry run, in the way of its kind.
 */
interface StepTrial {

	/**
	 * Returns why the migration cannot be tried.
	 * @return a clause that follows its name, {@code null} if it can
	 */
	@Nullable String obstacle();

	/**
	 * Returns the script that it runs.
	 * @return the script
	 */
	Script script();

	/**
	 * Does the work of the migration, without its record.
	 * @return the number of statements
	 * @throws UnitFailedException if the server refuses a statement
	 * @throws StepFailedException if it fails for another reason
	 */
	long run() throws UnitFailedException, StepFailedException;

	/**
	 * Returns the statements that remove what the work has left in the session beside
	 * settings.
	 * @return statements, possibly none
	 */
	List<String> cleanUp();

	/**
	 * Returns why an error of the server says nothing about a real run.
	 * @param error the error
	 * @param first whether no migration was tried before in the same transaction
	 * @return a clause that follows the name of the migration, {@code null} if a real run
	 * would fail as well
	 */
	@Nullable String obstacle(DatabaseError error, boolean first);

	/**
	 * Describes an error of the server.
	 * @param ex the failure
	 * @return the exception that the report shows
	 */
	MigrationException failure(UnitFailedException ex);

}
