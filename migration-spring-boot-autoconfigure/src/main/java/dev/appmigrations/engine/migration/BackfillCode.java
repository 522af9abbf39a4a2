package dev.appmigrations.engine.migration;

import java.util.Map;

import dev.appmigrations.engine.jdbc.JdbcWork;

/**
 * The code of a backfill that is written in Java.
 */
public interface BackfillCode {

	/**
	 * Tells whether everything is there that it needs.
	 * @return {@code false} if it has to wait: its migration is pending, and held up
	 * nothing
	 */
	boolean isReady();

	/**
	 * Returns which table is walked, and how.
	 * @return the same each time
	 * @throws MigrationException if the code cannot be had, or says something wrong
	 */
	BackfillSpec define();

	/**
	 * Prepares what is done with the rows of a batch.
	 * @param rows the rows
	 * @param placeholders the values of the placeholders in scripts, by name
	 * @return the work, which is called in the transaction of the batch, and again if
	 * that is rolled back
	 */
	JdbcWork process(BatchRows rows, Map<String, String> placeholders);

	/**
	 * Prepares what is done when no row is left.
	 * @param rows how many rows were walked
	 * @param skipped how many of them were left out because they failed
	 * @return the work, which is called in the transaction that says that it is done
	 */
	JdbcWork finish(long rows, int skipped);

}
