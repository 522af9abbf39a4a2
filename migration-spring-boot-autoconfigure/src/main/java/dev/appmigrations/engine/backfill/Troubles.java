package dev.appmigrations.engine.backfill;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.history.BackfillTable;
import dev.appmigrations.engine.jdbc.DatabaseError;
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

	private static final int OTHER_ATTEMPTS = 3;

	private static final Duration RESOURCES_PAUSE = Duration.ofMinutes(5);

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private final BackfillMigration migration;

	private final WorkedRow row;

	private final WalkedScript walked;

	private final Pauses pauses;

	private int inARow;

	private int skipped = -1;

	Troubles(BackfillMigration migration, WorkedRow row, WalkedScript walked, Pauses pauses) {
		this.migration = migration;
		this.row = row;
		this.walked = walked;
		this.pauses = pauses;
	}

	/** A batch succeeded. */
	void over() {
		this.inARow = 0;
	}

	/**
	 * Deals with a failure.
	 * @return how the work ended, {@code null} if it goes on
	 */
	@Nullable BackfillOutcome met(FailedBatchException failed, KeyRange range, List<String> after, BatchSize size,
			Duration limit) {
		if (failed.isRowLost()) {
			return BackfillOutcome.HELD;
		}
		DatabaseError error = failed.error();
		this.inARow++;
		BatchFailure failure = BatchFailure.of(error, limit);
		switch (failure) {
			case RETRY -> {
				size.timedOut(failed.isLock());
				return later(error, backOff());
			}
			case DATA -> {
				if (range.rows() > 1) {
					size.bisect();
					return null;
				}
				return alone(failed, range, after);
			}
			case RESOURCES -> {
				return (this.inARow > OTHER_ATTEMPTS) ? fail(failed, range) : later(error, RESOURCES_PAUSE);
			}
			case PAUSE -> {
				return later(error, backOff());
			}
			case PERSON -> {
				this.row.write(new BackfillTable.Changes()
					.state(BackfillState.PAUSED, "somebody has cancelled the statement of a batch")
					.error(error.text()));
				return BackfillOutcome.HELD;
			}
			case OTHER -> {
				return (this.inARow >= OTHER_ATTEMPTS) ? fail(failed, range) : later(error, backOff());
			}
			default -> {
				return fail(failed, range);
			}
		}
	}

	private @Nullable BackfillOutcome later(DatabaseError error, Duration pause) {
		this.row.write(new BackfillTable.Changes()
			.state(BackfillState.RUNNING, "tries again after an error: " + error.message())
			.error(error.text()));
		this.pauses.pause(pause);
		return null;
	}

	private Duration backOff() {
		Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(this.inARow - 1, 6));
		long longest = Math.min(pause.toMillis(), LONGEST_PAUSE.toMillis());
		return Duration.ofMillis(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
	}

	/** The row that fails is found. */
	private @Nullable BackfillOutcome alone(FailedBatchException failed, KeyRange range, List<String> after) {
		WorkedRow.Content content = this.row.read(range.from().size());
		if (content == null || content.progress().skipped() >= this.migration.spec().skips()) {
			return fail(failed, range);
		}
		this.row.write(new BackfillTable.Changes().cursor(after)
			.addRows(1)
			.skip(range.from(), failed.error().text())
			.error(failed.error().text()));
		return null;
	}

	private BackfillOutcome fail(FailedBatchException failed, KeyRange range) {
		MigrationException failure = exception(failed, range);
		this.row.write(new BackfillTable.Changes().state(BackfillState.FAILED, failed.error().message())
			.error(failure.getMessage()));
		return BackfillOutcome.failed(failure);
	}

	private MigrationException exception(FailedBatchException failed, KeyRange range) {
		String place = this.walked.script().place(failed.statement(), failed.position());
		String rows = (range.from().equals(range.to())) ? "the row " + key(range.from())
				: "the rows from " + key(range.from()) + " to " + key(range.to());
		Message action = Message.of("Mend the row, or the statements; what was done before stays done. Then go on: ")
			.and(new Call(Operation.BACKFILL, this.migration.name()))
			.and(".");
		return new MigrationException(ErrorCode.STATEMENT_FAILED, "Backfill " + this.migration.name() + " failed at "
				+ rows + " of " + this.walked.table().quoted() + "\n\n" + place + failed.error().text(), action,
				failed);
	}

	private String key(List<String> values) {
		StringBuilder key = new StringBuilder();
		for (int i = 0; i < values.size(); i++) {
			key.append((i > 0) ? ", " : "")
				.append(this.walked.table().key().get(i).name())
				.append(" = ")
				.append(values.get(i));
		}
		return key.toString();
	}

}
