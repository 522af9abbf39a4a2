package dev.appmigrations.engine.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a backfill does with the rows that are walked.
 */
interface BatchAction {

	/**
	 * Returns what is done with rows.
	 * @param ranges the smallest and the greatest keys of rows that stand beside each
	 * other
	 * @return the step for one transaction
	 */
	BatchStep step(List<KeyRange> ranges);

	/**
	 * Returns what is done when no row is left.
	 * @param rows how many rows were walked
	 * @param skipped how many of them were left out
	 * @return the step, {@code null} if there is nothing to do
	 */
	@Nullable BatchStep end(long rows, int skipped);

	/**
	 * Shows the place of a failure.
	 * @param failed the failure of the step that was made last
	 * @return one or more lines, each with its end
	 */
	String place(FailedBatchException failed);

}
