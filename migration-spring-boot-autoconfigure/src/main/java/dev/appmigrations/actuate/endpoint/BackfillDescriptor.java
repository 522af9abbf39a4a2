package dev.appmigrations.actuate.endpoint;

import java.time.Instant;

import dev.appmigrations.engine.report.BackfillReport;
import org.jspecify.annotations.Nullable;

/**
 * How far a backfill has come, with the members that the commands print. The key that was
 * reached, the latest error and a reason that repeats it may hold data.
 *
 * @param name the name of the migration
 * @param version the version, {@code null} if there is none
 * @param table the table whose rows are changed
 * @param state {@code pending}, {@code running}, {@code paused}, {@code verifying},
 * {@code done}, {@code failed} or {@code cancelled}
 * @param reason why it is in that state, or why no batch runs; {@code null} if there is
 * nothing to say
 * @param since when state or reason changed last
 * @param startedAt when the first batch began, {@code null} if none has
 * @param position the share of the rows that is done, from 0 to 1; {@code null} if it is
 * not known
 * @param cursor the key that was reached, as an array of the server
 * @param rows how many rows were walked
 * @param estimatedRows how many rows there are, as the server estimates; {@code null} if
 * it does not
 * @param pass how often the rows were walked, from 1
 * @param skipped how many rows were left out because of an error
 * @param rowsPerSecond how many rows a batch changes in a second; 0 before that is known
 * @param batchSize the size of the next batch, in rows
 * @param remainingSeconds how long it will still take, {@code null} if that is not known
 * @param uncertaintySeconds by how much that may be wrong either way, {@code null} if
 * that is not known
 * @param instance who works on it or did so last, {@code null} if nobody has
 * @param active whether that instance still works on it
 * @param lastError the latest error, {@code null} if there was none
 */
public record BackfillDescriptor(String name, @Nullable String version, String table, String state,
		@Nullable String reason, @Nullable Instant since, @Nullable Instant startedAt, @Nullable Double position,
		@Nullable String cursor, long rows, @Nullable Long estimatedRows, int pass, int skipped, double rowsPerSecond,
		int batchSize, @Nullable Long remainingSeconds, @Nullable Long uncertaintySeconds, @Nullable String instance,
		boolean active, @Nullable String lastError) {

	static BackfillDescriptor of(BackfillReport report, ValueDisplay values, boolean show) {
		return new BackfillDescriptor(report.name(), report.version(), report.table(), report.state(),
				(report.quotesError()) ? values.error(report.reason(), show) : report.reason(), report.since(),
				report.startedAt(), report.position(), values.cursor(report.cursor(), show), report.rows(),
				report.estimate(), report.pass(), report.skipped(), report.rate(), report.batchSize(),
				(report.remaining() != null) ? Long.valueOf(report.remaining().toSeconds()) : null,
				(report.uncertainty() != null) ? Long.valueOf(report.uncertainty().toSeconds()) : null,
				report.instance(), report.active(), values.error(report.lastError(), show));
	}

}
