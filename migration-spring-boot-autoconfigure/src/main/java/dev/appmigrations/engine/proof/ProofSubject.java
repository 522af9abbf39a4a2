package dev.appmigrations.engine.proof;

import java.util.List;

import dev.appmigrations.engine.migration.MigrationException;

/**
 * The scratch database on which rollbacks are proven.
 */
public interface ProofSubject {

	/**
	 * Returns what is to be applied.
	 * @return the names of migrations, in order
	 */
	List<String> pending();

	/**
	 * Reads the catalogue.
	 * @return what it holds
	 */
	SchemaSnapshot snapshot();

	/**
	 * Applies one migration.
	 * @param migration its name
	 * @throws MigrationException if it fails
	 */
	void apply(String migration);

	/**
	 * Applies all versioned migrations that are not applied, in one run if it can be.
	 * @throws MigrationException if one fails
	 */
	void applyVersioned();

	/**
	 * Tells whether a migration has no version.
	 * @param migration its name
	 * @return whether it is repeatable
	 */
	boolean isRepeatable(String migration);

	/**
	 * Tells whether something undoes a migration.
	 * @param migration its name
	 * @return whether it has a rollback
	 */
	boolean hasRollback(String migration);

	/**
	 * Undoes one migration.
	 * @param migration its name
	 * @throws MigrationException if it fails
	 */
	void undo(String migration);

	/**
	 * Undoes the migrations that were applied last, in one run.
	 * @param count how many
	 * @throws MigrationException if one fails
	 */
	void undoLast(int count);

	/**
	 * Tells whether later migrations can be applied.
	 * @param migration the name of the last
	 * @return whether it is applied, and nothing is half-done
	 */
	boolean stands(String migration);

	/**
	 * Removes what a rollback has left behind, as far as that is possible.
	 * @param objects what was left behind
	 */
	void remove(List<SchemaObject> objects);

	/**
	 * Makes the database what it was before the proof: without a history, and without
	 * what has come since, as far as that is possible.
	 * @param objects what has come since
	 */
	void clear(List<SchemaObject> objects);

}
