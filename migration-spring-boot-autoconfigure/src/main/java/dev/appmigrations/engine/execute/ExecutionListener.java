package dev.appmigrations.engine.execute;

import java.time.Duration;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.FailedAttempt;
import dev.appmigrations.engine.report.IndexBuild;
import dev.appmigrations.engine.report.LockHolder;
import dev.appmigrations.engine.report.StepReport;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happened while a plan was executed. Called in the thread that migrates; an
 * exception from a listener ends the run.
 */
public interface ExecutionListener {

	/**
	 * Returns how often to tell how far a migration has come that takes long. Where
	 * several listen, the shortest interval holds for all.
	 * @return the interval; ten seconds unless a listener wants another
	 */
	default Duration progressInterval() {
		return Duration.ofSeconds(10);
	}

	/**
	 * The lock was asked for and is held by another session.
	 * @param holder who holds it, {@code null} where no one is seen
	 * @param waited how long the wait has been
	 */
	default void lockAwaited(@Nullable LockHolder holder, Duration waited) {
	}

	/**
	 * A migration was started.
	 * @param migration the migration
	 * @param number its number in this run, from 1
	 * @param total how many there are in this run
	 */
	default void migrationStarted(Migration migration, int number, int total) {
	}

	/**
	 * Statements of a migration that takes long have run. Told at intervals.
	 * @param migration the migration
	 * @param statements how many have run
	 * @param total how many it has
	 * @param elapsed for how long it has been running
	 */
	default void migrationProgressed(Migration migration, long statements, long total, Duration elapsed) {
	}

	/**
	 * The server has come further with a concurrent statement that takes long, or waits
	 * for others. Told at intervals, and in a thread of its own.
	 * @param migration the migration
	 * @param build how far it has come
	 */
	default void indexProgressed(Migration migration, IndexBuild build) {
	}

	/**
	 * Others held what a migration needs: its transaction was rolled back, and is tried
	 * again after a pause.
	 * @param migration the migration
	 * @param attempt what was tried, and who was in the way
	 * @param pause the time until the next attempt
	 */
	default void attemptFailed(Migration migration, FailedAttempt attempt, Duration pause) {
	}

	/**
	 * A migration was applied and recorded.
	 * @param migration the migration
	 * @param step what was done
	 */
	default void migrationApplied(Migration migration, StepReport step) {
	}

	/**
	 * The rollback of a migration was started.
	 * @param migration the migration
	 * @param number its number in this run, from 1
	 * @param total how many there are in this run
	 */
	default void rollbackStarted(Migration migration, int number, int total) {
	}

	/**
	 * A migration was undone, and the history forgot it.
	 * @param migration the migration
	 * @param step what was done
	 */
	default void migrationRolledBack(Migration migration, StepReport step) {
	}

	/**
	 * A migration, or its rollback, failed; its transaction was rolled back.
	 * @param migration the migration
	 * @param failure what went wrong
	 */
	default void migrationFailed(Migration migration, MigrationException failure) {
	}

}
