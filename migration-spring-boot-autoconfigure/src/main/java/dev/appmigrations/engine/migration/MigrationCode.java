package dev.appmigrations.engine.migration;

import java.util.Map;

import dev.appmigrations.engine.jdbc.JdbcWork;

/**
 * The code of a migration that is written in Java.
 */
public interface MigrationCode {

	/**
	 * Tells whether everything is there that it needs.
	 * @return {@code false} if it has to wait: its migration is pending, and held up
	 * nothing
	 */
	boolean isReady();

	/**
	 * Prepares what applies the migration.
	 * @param placeholders the values of the placeholders in scripts, by name
	 * @return the work, which may be called more than once if it is in a transaction
	 * @throws MigrationException if the code cannot be had
	 */
	JdbcWork apply(Map<String, String> placeholders);

	/**
	 * Prepares what undoes the migration.
	 * @param placeholders the values of the placeholders in scripts, by name
	 * @return the work, which may be called more than once if it is in a transaction
	 * @throws MigrationException if the code cannot be had
	 */
	JdbcWork undo(Map<String, String> placeholders);

}
