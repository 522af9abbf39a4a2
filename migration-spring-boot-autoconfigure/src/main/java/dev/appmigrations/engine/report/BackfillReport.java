package dev.appmigrations.engine.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.appmigrations.engine.history.BackfillProgress;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * How far a backfill has come.
 *
 * @param name the name of the migration
 * @param version the version as it is written, {@code null} if there is none
 * @param table the table whose rows are walked; empty for a backfill in Java that has not
 * begun, where the application is not there
 * @param state what has become of it: {@code pending}, {@code running}, {@code paused},
 * {@code verifying}, {@code done}, {@code failed} or {@code cancelled}
 * @param reason why it is in that state, or why no batch runs; {@code null} if there is
 * nothing to say
 * @param since when state or reason changed last
 * @param startedAt when the first batch was begun
 * @param position the share of the rows that was walked, from 0 to 1; {@code null} if it
 * is not known
 * @param cursor the key that was reached, as the server writes an array of text
 * @param rows how many rows were walked
 * @param estimate how many rows there are to walk, as the server estimated it
 * @param pass how often the rows were walked, from 1
 * @param skipped how many rows were left out because their data failed
 * @param rate how many rows a second are changed while a batch runs; 0 before it is known
 * @param batchSize the size of the next batch, in rows
 * @param remaining how long it will take with its pauses, {@code null} if that is not
 * known
 * @param uncertainty by how much that may be wrong either way, {@code null} where it is
 * not known
 * @param instance who works on it, or did so last
 * @param active whether that instance still has it
 * @param lastError the latest error
 */
public record BackfillReport(String name, @Nullable String version, String table, String state, @Nullable String reason,
		@Nullable Instant since, @Nullable Instant startedAt, @Nullable Double position, @Nullable String cursor,
		long rows, @Nullable Long estimate, int pass, int skipped, double rate, int batchSize,
		@Nullable Duration remaining, @Nullable Duration uncertainty, @Nullable String instance, boolean active,
		@Nullable String lastError) {

	/**
	 * Creates a report.
	 * @param backfill the migration
	 * @param progress what has begun and is not finished
	 * @return the report; one that has not begun is {@code pending}
	 */
	public static BackfillReport of(BackfillMigration backfill, List<Progress> progress) {
		return of(backfill, BackfillProgress.find(progress, backfill.name()));
	}

	/**
	 * Creates a report.
	 * @param backfill the migration
	 * @param batches how far it has come, {@code null} if it has not begun
	 * @return the report
	 */
	public static BackfillReport of(BackfillMigration backfill, @Nullable BackfillProgress batches) {
		String name = VisibleText.line(backfill.name());
		BackfillSpec spec = backfill.known();
		String table = VisibleText.line((spec != null) ? spec.table() : tableOf(batches));
		String version = (backfill.version() != null) ? backfill.version().toString() : null;
		if (batches == null) {
			return new BackfillReport(name, version, table, BackfillState.PENDING.label(), null, null, null, null, null,
					0, null, 1, 0, 0, (spec != null) ? spec.size().first() : 0, null, null, null, false, null);
		}
		Remaining remaining = Remaining.of(batches, (spec != null) ? spec.duty() : BackfillSpec.DUTY);
		return new BackfillReport(name, version, table, batches.state().label(), batches.reason(), batches.since(),
				batches.startedAt(), remaining.position(), batches.cursor(), batches.rows(), batches.estimate(),
				batches.pass(), batches.skipped(), batches.rate(), batches.batchSize(), remaining.time(),
				remaining.uncertainty(), batches.worker(), batches.leased(), batches.lastError());
	}

	/** As it was when the backfill began, where the code is not there that names it. */
	private static String tableOf(@Nullable BackfillProgress batches) {
		String definition = (batches != null) ? batches.definition() : "";
		int end = definition.indexOf(" key=");
		return (definition.startsWith("table=") && end >= 0) ? definition.substring("table=".length(), end) : "";
	}

	/**
	 * Gives another reason why no batch runs.
	 * @param reason the reason
	 * @return the same with that reason
	 */
	public BackfillReport because(String reason) {
		return new BackfillReport(this.name, this.version, this.table, this.state, reason, this.since, this.startedAt,
				this.position, this.cursor, this.rows, this.estimate, this.pass, this.skipped, this.rate,
				this.batchSize, this.remaining, this.uncertainty, this.instance, this.active, this.lastError);
	}

	/**
	 * Says in a line how it stands.
	 * @return for example
	 * {@code running, 45 %, 450000 rows, 12400 rows a second, 3 min left}
	 */
	public String text() {
		return progress() + ((this.reason != null) ? ": " + this.reason : "");
	}

	/**
	 * Says in a line how far it has come, and nothing that may hold data of its table.
	 * @return for example
	 * {@code running, 45 %, 450000 rows, 12400 rows a second, 3 min left}
	 */
	public String progress() {
		StringBuilder text = new StringBuilder(this.state);
		if (this.position != null && this.startedAt != null) {
			text.append(", ").append(percent()).append(" %");
		}
		if (this.startedAt != null) {
			text.append(", ").append(this.rows).append((this.rows == 1) ? " row" : " rows");
		}
		if (this.rate > 0 && this.remaining != null) {
			text.append(", ").append(Math.round(this.rate)).append(" rows a second, ").append(left()).append(" left");
		}
		return text.toString();
	}

	/**
	 * Returns the share of the rows that was walked.
	 * @return whole percent, rounded down; 0 if it is not known
	 */
	public int percent() {
		return (this.position != null) ? (int) (this.position * 100) : 0;
	}

	/**
	 * Says how long it will still take.
	 * @return for example {@code 3 min}; empty if that is not known
	 */
	public String left() {
		return (this.remaining != null) ? duration(this.remaining) : "";
	}

	/**
	 * Says by how much that may be wrong.
	 * @return for example {@code 40 s}; empty if that is not known
	 */
	public String deviation() {
		return (this.uncertainty != null) ? duration(this.uncertainty) : "";
	}

	private static String duration(Duration duration) {
		long seconds = duration.toSeconds();
		if (seconds < 120) {
			return seconds + " s";
		}
		return (seconds < 2 * 60 * 60) ? seconds / 60 + " min" : seconds / (60 * 60) + " h";
	}

	/**
	 * Tells whether the reason repeats what the server said of the latest error, which
	 * may hold data of the table.
	 * @return whether it does
	 */
	public boolean quotesError() {
		if (this.reason == null || this.lastError == null) {
			return failed();
		}
		String quoted = this.reason.substring(this.reason.indexOf(": ") + 1).strip();
		return failed() || VisibleText.line(this.lastError).contains(quoted);
	}

	/**
	 * Tells whether nothing is left to do.
	 * @return whether it is done
	 */
	public boolean isDone() {
		return BackfillState.DONE.label().equals(this.state);
	}

	/**
	 * Tells whether a person has to do something.
	 * @return whether it has failed
	 */
	public boolean failed() {
		return BackfillState.FAILED.label().equals(this.state);
	}

	/** What is left to do. */
	private record Remaining(@Nullable Double position, @Nullable Duration time, @Nullable Duration uncertainty) {

		/** The estimate of a table's rows is as old as its last ANALYZE. */
		private static final double UNCERTAINTY = 0.2;

		static Remaining of(BackfillProgress batches, double duty) {
			Long estimate = batches.estimate();
			if (batches.state() == BackfillState.DONE || batches.state() == BackfillState.VERIFYING) {
				return new Remaining(1.0, null, null);
			}
			if (estimate == null) {
				return new Remaining(null, null, null);
			}
			// A table may have more rows than the server had estimated.
			long all = Math.max(estimate, batches.rows());
			double position = (all == 0) ? 1.0 : Math.min((double) batches.rows() / all, 0.99);
			if (batches.rate() <= 0) {
				return new Remaining(position, null, null);
			}
			double seconds = Math.max(all - batches.rows(), 0) / batches.rate() / duty;
			return new Remaining(position, Duration.ofSeconds(Math.round(seconds)),
					Duration.ofSeconds(Math.max(1, Math.round(seconds * UNCERTAINTY))));
		}

	}

}
