package dev.appmigrations.engine.backfill;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import dev.appmigrations.engine.backfill.BatchFailure.Kind;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.history.BackfillTable;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a batch that failed: it is tried again, smaller or later; the
 * row that fails is found and left out; or a person has to look.
 */
final class Troubles {

	private final BackfillMigration migration;

	private final WorkedRow row;

	private final WalkedScript walked;

	private final Pauses pauses;

	private @Nullable Kind latest;

	private int inARow;

	Troubles(BackfillMigration migration, WorkedRow row, WalkedScript walked, Pauses pauses) {
		this.migration = migration;
		this.row = row;
		this.walked = walked;
		this.pauses = pauses;
	}

	/** A batch succeeded. */
	void over() {
		this.latest = null;
		this.inARow = 0;
	}

	/**
	 * Decides what comes next.
	 * @param failure what has failed
	 * @param failed how
	 * @param range the rows of the batch
	 * @param size the size that the batch had
	 * @return what to go on with, or how the work ended
	 */
	Next met(BatchFailure failure, FailedBatchException failed, KeyRange range, BatchSize size) {
		count(failure);
		if (failure.kind() == Kind.PERSON) {
			return new Next(size, paused(failure));
		}
		if (failure.kind() == Kind.DATA) {
			return (range.rows() > 1) ? new Next(size.failedOnData(range.rows()), null)
					: alone(failure, failed, range, size);
		}
		if (failure.isFinal(this.inARow)) {
			return new Next(size, fail(failure, failed, range));
		}
		tryAgain(failure);
		return new Next((failure.kind() == Kind.TIMEOUT) ? size.timedOut() : size, null);
	}

	/**
	 * Decides what comes next where the keys of a batch could not be read.
	 * @param failure why not
	 * @return how the work ended, {@code null} if it is to be tried again
	 */
	@Nullable BackfillOutcome metReading(BatchFailure failure) {
		count(failure);
		if (failure.kind() == Kind.PERSON) {
			return paused(failure);
		}
		if (failure.kind() == Kind.DATA || failure.isFinal(this.inARow)) {
			return this.row.failed(failure.error().message(), unread(this.migration, this.walked.table(), failure));
		}
		tryAgain(failure);
		return null;
	}

	/** Says that the keys of a batch cannot be read. */
	static MigrationException unread(BackfillMigration migration, WalkedTable table, BatchFailure failure) {
		return unread(migration, table, failure,
				Message.of("What was done before stays done. Let it go on when that is mended: ")
					.and(new Call(Operation.BACKFILL_RETRY, migration.name()))
					.and("."));
	}

	static MigrationException unread(BackfillMigration migration, WalkedTable table, BatchFailure failure,
			Message action) {
		return new MigrationException(ErrorCode.STATEMENT_FAILED, "Backfill " + migration.name()
				+ " cannot read the keys of " + table.quoted() + ".\n" + failure.reason(), action, null);
	}

	private void count(BatchFailure failure) {
		this.inARow = (failure.kind() == this.latest) ? this.inARow + 1 : 1;
		this.latest = failure.kind();
	}

	private BackfillOutcome paused(BatchFailure failure) {
		this.row.write(new BackfillTable.Changes()
			.state(BackfillState.PAUSED, "somebody has cancelled the statement of a batch")
			.error(failure.reason()));
		return BackfillOutcome.HELD;
	}

	private void tryAgain(BatchFailure failure) {
		this.row.write(new BackfillTable.Changes()
			.state(BackfillState.RUNNING, "tries again after an error: " + failure.error().message())
			.error(failure.reason()));
		Duration pause = failure.backOff(this.inARow, ThreadLocalRandom.current().nextDouble());
		this.pauses.pause(pause);
	}

	/** The row that fails is found. */
	private Next alone(BatchFailure failure, FailedBatchException failed, KeyRange range, BatchSize size) {
		WorkedRow.Content content = this.row.read(range.from().size());
		if (content == null || content.progress().skipped() >= this.migration.spec().skips()) {
			return new Next(size, fail(failure, failed, range));
		}
		this.row.write(new BackfillTable.Changes().cursor(this.walked.ranges().cursorAfter(range))
			.addRows(1)
			.skip(range.from(), failure.error().text())
			.error(failure.error().text()));
		return new Next(size.skipped(), null);
	}

	private BackfillOutcome fail(BatchFailure failure, FailedBatchException failed, KeyRange range) {
		return this.row.failed(failure.error().message(), exception(failure, failed, range));
	}

	private MigrationException exception(BatchFailure failure, FailedBatchException failed, KeyRange range) {
		boolean one = range.from().equals(range.to());
		String rows = (one) ? "the row " + key(range.from())
				: "the rows from " + key(range.from()) + " to " + key(range.to());
		Message action = Message
			.of("What was done before stays done. Mend the "
					+ ((one) ? "row, or the " + what() : what() + ", or what it needs") + ", and let it go on: ")
			.and(new Call(Operation.BACKFILL_RETRY, this.migration.name()))
			.and(".");
		return new MigrationException(
				code(failed), "Backfill " + this.migration.name() + " failed at " + rows + " of "
						+ this.walked.table().quoted() + ": " + this.walked.action().place(failed) + failure.reason(),
				action, failed);
	}

	/**
	 * Decides what becomes of a backfill that has no row left, but failed at what was to
	 * be done then.
	 * @param failure what has failed
	 * @param failed how
	 * @param inline whether others wait for it
	 * @return how the work ended
	 */
	BackfillOutcome metAtEnd(BatchFailure failure, FailedBatchException failed, boolean inline) {
		if (!inline && (failure.kind() == Kind.LOCK || failure.kind() == Kind.PAUSE)) {
			return this.row.later(BackfillState.VERIFYING, "tries again after an error: " + failure.error().message());
		}
		return this.row.failed(failure.error().message(), new MigrationException(code(failed),
				"Backfill " + this.migration.name() + " has no row left, and failed when it was to be finished: "
						+ this.walked.action().place(failed) + failure.reason(),
				Message.of("What was done before stays done. Correct the " + what() + ", and let it go on: ")
					.and(new Call(Operation.BACKFILL_RETRY, this.migration.name()))
					.and("."),
				failed));
	}

	private String what() {
		return (this.migration.isInJava()) ? "class" : "statement";
	}

	private static ErrorCode code(FailedBatchException failed) {
		boolean code = failed.origin() == FailedBatchException.Origin.EXCEPTION
				|| failed.origin() == FailedBatchException.Origin.MISUSE;
		return (code) ? ErrorCode.JAVA_MIGRATION_FAILED : ErrorCode.STATEMENT_FAILED;
	}

	private String key(List<String> values) {
		StringBuilder key = new StringBuilder();
		for (int i = 0; i < values.size(); i++) {
			key.append((i > 0) ? ", " : "")
				.append(this.walked.table().key().get(i).quoted())
				.append(" = ")
				.append(values.get(i));
		}
		return key.toString();
	}

	/**
	 * What comes next.
	 *
	 * @param size the size of the next batch
	 * @param end how the work ended, {@code null} if it goes on
	 */
	record Next(BatchSize size, @Nullable BackfillOutcome end) {

	}

}
