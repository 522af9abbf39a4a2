package dev.appmigrations.engine.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.history.BackfillTable;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import org.jspecify.annotations.Nullable;

/**
 * Walks a table from the cursor to the bound, batch by batch, at a pace that leaves room
 * for others.
 */
final class BatchWalk {

	private final BackfillContext context;

	private final BackfillSpec spec;

	private final WorkedRow row;

	private final WalkedScript walked;

	private final BackfillNews news;

	private final Batch batch;

	private BatchSize size;

	private final Troubles troubles;

	private final Holds holds;

	private final Pauses pauses;

	BatchWalk(BackfillContext context, BackfillMigration migration, WorkedRow row, WalkedScript walked,
			BackfillNews news) {
		this.context = context;
		this.spec = migration.spec();
		this.row = row;
		this.walked = walked;
		this.news = news;
		this.batch = new Batch(context, row, migration.name(), this.spec.target());
		this.size = BatchSize.first(this.spec);
		this.pauses = new Pauses(context, row);
		this.troubles = new Troubles(migration, row, walked, this.pauses);
		this.holds = new Holds(context, walked.table());
	}

	WalkedScript walked() {
		return this.walked;
	}

	/**
	 * Walks to the end.
	 * @return {@code null} at the end, otherwise how the work ended before
	 */
	@Nullable BackfillOutcome run() {
		boolean first = true;
		for (;;) {
			WorkedRow.Content content = look();
			BackfillOutcome end = end(content);
			if (content == null || end != null) {
				return end;
			}
			if (first && content.progress().rate() > 0) {
				this.size = BatchSize.resumed(this.spec, content.progress().batchSize(), content.progress().rate());
			}
			first = false;
			List<String> bound = content.bound();
			if (bound == null) {
				return null;
			}
			if (hold(content)) {
				continue;
			}
			Instant start = this.context.clock().instant();
			KeyRange range;
			try {
				range = this.walked.ranges().next(content.cursor(), bound, this.size.size());
			}
			catch (DatabaseErrorException ex) {
				end = unread(ex, since(start));
				if (end != null) {
					return end;
				}
				continue;
			}
			if (range == null) {
				return null;
			}
			end = walk(range, content);
			if (end != null) {
				return end;
			}
		}
	}

	WorkedRow.@Nullable Content look() {
		WorkedRow.Content content = this.row.read(this.walked.table().key().size());
		if (content != null) {
			this.news.changed(content);
			this.news.progressed(content.progress());
		}
		return content;
	}

	/** Tells how the work ends, {@code null} if it goes on. */
	@Nullable BackfillOutcome end(WorkedRow.@Nullable Content content) {
		if (content == null || !content.ours() || !content.progress().state().isOpen()) {
			return BackfillOutcome.HELD;
		}
		return (this.pauses.isOver()) ? BackfillOutcome.STOPPED : null;
	}

	/** Waits a while if something stands against the next batch. */
	boolean hold(WorkedRow.Content content) {
		if (this.context.manner().inline()) {
			return false;
		}
		String reason = this.holds.reason(content.migrating());
		if (reason != null) {
			this.row.write(new BackfillTable.Changes().state(content.progress().state(), reason));
			this.pauses.pause(Holds.PAUSE);
			return true;
		}
		if (content.progress().reason() != null) {
			this.row.write(new BackfillTable.Changes().state(content.progress().state(), null).notBefore(null));
		}
		return false;
	}

	private @Nullable BackfillOutcome unread(DatabaseErrorException failure, Duration took) {
		if (failure.error().connectionLost()) {
			throw failure;
		}
		return this.troubles.metReading(BatchFailure.of(failure.error(), took, KeyRanges.LIMIT));
	}

	private @Nullable BackfillOutcome walk(KeyRange range, WorkedRow.Content content) {
		Instant start = this.context.clock().instant();
		try {
			this.batch.run(this.walked.action().step(List.of(range)), content.cursor(),
					this.walked.ranges().cursorAfter(range),
					new BackfillTable.Changes().state(BackfillState.RUNNING, null)
						.addRows(range.rows())
						.pace(this.size.size(), this.size.rate()));
		}
		catch (FailedBatchException ex) {
			if (ex.isRowLost()) {
				return BackfillOutcome.HELD;
			}
			BatchFailure failure = BatchFailure.of(ex, since(start), this.batch.limit());
			Troubles.Next next = this.troubles.met(failure, ex, range, this.size);
			this.size = next.size();
			return next.end();
		}
		Duration took = since(start);
		this.size = this.size.succeeded(range.rows(), took);
		this.troubles.over();
		if (!this.context.manner().inline()) {
			this.pauses.pause(BatchSize.pause(took, duty()));
		}
		return null;
	}

	private Duration since(Instant start) {
		return Duration.between(start, this.context.clock().instant());
	}

	private double duty() {
		double asked = this.context.manner().speed();
		return Math.min((asked > 0) ? asked : this.spec.duty(), this.holds.duty());
	}

	/**
	 * Runs one batch of rows that need not stand beside each other. The cursor stays.
	 * @param keys the keys of the rows
	 * @param content the row of the progress as it was read last
	 * @throws FailedBatchException if a statement fails
	 */
	void runAlone(List<List<String>> keys, WorkedRow.Content content) throws FailedBatchException {
		this.batch.run(this.walked.alone(keys), content.cursor(), content.cursor(),
				new BackfillTable.Changes().addRows(keys.size()));
	}

	/**
	 * Says that no row is left, together with what is to be done then.
	 * @param content the row of the progress as it was read last
	 * @return how the work ended
	 */
	BackfillOutcome finish(WorkedRow.@Nullable Content content) {
		BackfillOutcome end = end(content);
		if (content == null || end != null) {
			return (end != null) ? end : BackfillOutcome.HELD;
		}
		BatchStep step = this.walked.action().end(content.progress().rows(), content.progress().skipped());
		if (step == null) {
			return this.row.done();
		}
		Instant start = this.context.clock().instant();
		try {
			this.batch.run(step, content.cursor(), content.cursor(),
					new BackfillTable.Changes().state(BackfillState.DONE, null).error(null));
			return BackfillOutcome.DONE;
		}
		catch (FailedBatchException ex) {
			return (ex.isRowLost()) ? BackfillOutcome.HELD : this.troubles
				.metAtEnd(BatchFailure.of(ex, since(start), this.batch.limit()), ex, this.context.manner().inline());
		}
	}

}
