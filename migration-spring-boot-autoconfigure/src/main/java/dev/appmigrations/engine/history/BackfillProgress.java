package dev.appmigrations.engine.history;

import java.time.Instant;
import java.util.List;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * How far a backfill has come.
 *
 * @param state what has become of it
 * @param reason why it is in that state, or why no batch runs; {@code null} if there is
 * nothing to say
 * @param since when state or reason changed last
 * @param startedAt when the first batch was begun, {@code null} if none was
 * @param worker the instance that worked on it last, {@code null} if there was none
 * @param leased whether that instance still holds it
 * @param cursor the key that was reached, as the server writes an array of text;
 * {@code null} before the first batch
 * @param upperBound the key at which the walk ends, in the same form; {@code null} before
 * it is known
 * @param rows how many rows were walked
 * @param estimate how many rows there are to walk, {@code null} if that is not known
 * @param pass how often the rows were walked, from 1
 * @param batchSize the size of the next batch, in rows
 * @param rate how many rows a second are changed while a batch runs; 0 before it is known
 * @param skipped how many rows were left out because their data failed
 * @param lastError the latest error, {@code null} if there was none
 * @param definition what may not change while it runs
 */
public record BackfillProgress(BackfillState state, @Nullable String reason, @Nullable Instant since,
		@Nullable Instant startedAt, @Nullable String worker, boolean leased, @Nullable String cursor,
		@Nullable String upperBound, long rows, @Nullable Long estimate, int pass, int batchSize, double rate,
		int skipped, @Nullable String lastError, String definition) {

	public BackfillProgress {
		reason = VisibleText.lineOrNull(reason);
		worker = VisibleText.lineOrNull(worker);
		cursor = VisibleText.lineOrNull(cursor);
		upperBound = VisibleText.lineOrNull(upperBound);
	}

	/**
	 * Finds how far a backfill has come.
	 * @param progress of any migrations
	 * @param migration the name of the backfill
	 * @return how far, {@code null} if nobody has left word that it is to be done
	 */
	public static @Nullable BackfillProgress find(List<Progress> progress, String migration) {
		Progress begun = Progress.find(progress, migration, Progress.Direction.BACKFILL);
		return (begun != null) ? begun.backfill() : null;
	}

}
