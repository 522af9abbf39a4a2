package dev.appmigrations.engine;

import java.time.Duration;

import dev.appmigrations.engine.execute.ExecutionListener;
import dev.appmigrations.engine.report.MigrationReport;

/**
 * Is told what happened, in the order in which it did. Called in the thread that
 * migrates; an exception from a listener ends the run.
 */
public interface MigrationListener extends ExecutionListener {

	/**
	 * The database could not be reached and will be tried again.
	 * @param attempt the number of the attempt that failed, from 1
	 * @param waited how long the wait has been
	 * @param reason why, without a password
	 */
	default void databaseAwaited(int attempt, Duration waited, String reason) {
	}

	/**
	 * A run has looked at the scripts and the database, before it does anything.
	 * @param report how they stand
	 */
	default void planned(MigrationReport report) {
	}

	/**
	 * A run that had something to do has done it.
	 * @param report how the database stands now, and what was done
	 */
	default void completed(MigrationReport report) {
	}

}
