package dev.appmigrations.java;

/**
 * A migration that is written in Java and changes the rows of a large table in batches,
 * while the application works: a bean with {@link Migration}. It is resumed where it
 * stopped, slowed down, paused and verified as a backfill in SQL is.
 * <p>
 * It uses nothing but JDBC. The entities and services of the application will have moved
 * on when this migration still has to run in another database.
 */
public interface BackfillMigration {

	/**
	 * Says which table is walked, and how.
	 * @return the same each time; table, key, order, condition and verification may not
	 * change while the backfill runs
	 */
	Backfill define();

	/**
	 * Changes the rows of one batch, inside its transaction, which commits together with
	 * the record of how far the backfill has come. It is called again with the same rows,
	 * or with some of them, if the transaction is rolled back: because another held a
	 * lock, because it took too long, or to find the row for which it throws an
	 * exception.
	 * @param batch the rows and the connection
	 * @throws Exception if it fails
	 */
	void process(BackfillBatch batch) throws Exception;

	/**
	 * Is called when no row is left, in the transaction that says that the backfill is
	 * done: if that is rolled back, it is called again.
	 * @param result what was done, and the connection
	 * @throws Exception if it fails; the backfill is not done then
	 */
	default void finished(BackfillResult result) throws Exception {
	}

}
