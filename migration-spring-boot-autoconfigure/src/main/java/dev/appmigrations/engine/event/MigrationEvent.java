package dev.appmigrations.engine.event;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.report.FailedAttempt;
import dev.appmigrations.engine.report.IndexBuild;
import dev.appmigrations.engine.report.LockHolder;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.NoticeReport;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.report.WaitingReport;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened during a run, as data.
 */
public sealed interface MigrationEvent {

	/**
	 * The database could not be reached and will be tried again.
	 *
	 * @param attempt the number of the attempt that failed, from 1
	 * @param waited how long the wait has been
	 * @param reason why, without a password
	 */
	record DatabaseAwaited(int attempt, Duration waited, String reason) implements MigrationEvent {

	}

	/**
	 * A run has read the scripts and the database, and has done nothing yet.
	 *
	 * @param report how they stand
	 */
	record Planned(MigrationReport report) implements MigrationEvent {

	}

	/**
	 * The migrations' lock is held by another session.
	 *
	 * @param holder who holds it, {@code null} where no one is seen
	 * @param waited how long the wait has been
	 */
	record LockAwaited(@Nullable LockHolder holder, Duration waited) implements MigrationEvent {

	}

	/**
	 * Contract migrations are applied although something is in the way, because somebody
	 * wants it so.
	 *
	 * @param waiting what would wait, with the reasons
	 */
	record ContractForced(List<WaitingReport> waiting) implements MigrationEvent {

		public ContractForced {
			waiting = List.copyOf(waiting);
		}

	}

	/**
	 * Contract migrations wait for an older release to go. Published at once, and then
	 * from time to time.
	 *
	 * @param waiting what waits, with the reasons
	 * @param waited how long the wait has been
	 */
	record ContractAwaited(List<WaitingReport> waiting, Duration waited) implements MigrationEvent {

		public ContractAwaited {
			waiting = List.copyOf(waiting);
		}

	}

	/**
	 * A migration is about to run.
	 *
	 * @param migration the migration
	 * @param number its number in this run, from 1
	 * @param total how many there are in this run
	 */
	record Started(Migration migration, int number, int total) implements MigrationEvent {

	}

	/**
	 * Statements of a migration that takes long have run. Published at the interval of
	 * {@link MigrationListener#progressInterval()}, in a thread of its own.
	 *
	 * @param migration the migration
	 * @param statements how many have run
	 * @param total how many it has
	 * @param elapsed for how long it has been running
	 */
	record Progressed(Migration migration, long statements, long total, Duration elapsed) implements MigrationEvent {

	}

	/**
	 * The server has come further with a concurrent statement that takes long, or waits
	 * for others. Published at the interval of
	 * {@link MigrationListener#progressInterval()}, in a thread of its own.
	 *
	 * @param migration the migration
	 * @param build how far it has come
	 */
	record IndexProgressed(Migration migration, IndexBuild build) implements MigrationEvent {

	}

	/**
	 * Others held what a migration needs: its transaction was rolled back, and is tried
	 * again after a pause.
	 *
	 * @param migration the migration
	 * @param attempt what was tried, and who was in the way
	 * @param pause the time until the next attempt
	 */
	record AttemptFailed(Migration migration, FailedAttempt attempt, Duration pause) implements MigrationEvent {

	}

	/**
	 * The server has said something while it ran a statement of a script. Published once,
	 * also where an attempt had to be repeated, in a thread of its own, and before the
	 * event that ends the migration.
	 *
	 * @param migration the migration
	 * @param notice what the server said, and where
	 */
	record Noticed(Migration migration, NoticeReport notice) implements MigrationEvent {

	}

	/**
	 * A migration was applied and recorded.
	 *
	 * @param migration the migration
	 * @param step what was done
	 */
	record Applied(Migration migration, StepReport step) implements MigrationEvent {

	}

	/**
	 * The rollback of a migration is about to run.
	 *
	 * @param migration the migration
	 * @param number its number in this run, from 1
	 * @param total how many there are in this run
	 */
	record RollbackStarted(Migration migration, int number, int total) implements MigrationEvent {

	}

	/**
	 * A migration was undone, and its row has left the history.
	 *
	 * @param migration the migration
	 * @param step what was done
	 */
	record RolledBack(Migration migration, StepReport step) implements MigrationEvent {

	}

	/**
	 * A migration, or its rollback, failed; its transaction was rolled back.
	 *
	 * @param migration the migration
	 * @param failure what went wrong
	 */
	record Failed(Migration migration, MigrationException failure) implements MigrationEvent {

	}

	/**
	 * A backfill has begun, waits, goes on, or has ended.
	 *
	 * @param migration the backfill
	 * @param backfill how far it has come, with its state and the reason for it
	 */
	record BackfillChanged(Migration migration, BackfillReport backfill) implements MigrationEvent {

	}

	/**
	 * An operation waits for a backfill that another instance works on, or that has to
	 * wait itself.
	 *
	 * @param backfill how it stands
	 * @param waited for how long
	 */
	record BackfillAwaited(BackfillReport backfill, Duration waited) implements MigrationEvent {

	}

	/**
	 * A backfill has come further. Comes at most once in the listeners' interval.
	 *
	 * @param migration the backfill
	 * @param backfill how far it has come
	 */
	record BackfillProgressed(Migration migration, BackfillReport backfill) implements MigrationEvent {

	}

	/**
	 * A run that had something to do has done it.
	 *
	 * @param report how the database stands now, and what was done
	 */
	record Completed(MigrationReport report) implements MigrationEvent {

	}

	/**
	 * A run that was planned is over, whatever it has done. Published in the thread of
	 * {@link Planned}.
	 *
	 * @param failure why it has ended early, {@code null} if it has not
	 */
	record Ended(@Nullable Throwable failure) implements MigrationEvent {

	}

}
