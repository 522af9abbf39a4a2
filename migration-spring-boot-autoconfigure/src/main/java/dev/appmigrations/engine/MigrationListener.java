package dev.appmigrations.engine;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.execute.ExecutionListener;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.WaitingReport;

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
	 * Contract migrations wait for an older release to go. Called at once, and then from
	 * time to time.
	 * @param waiting what waits, with the reasons
	 * @param waited how long the wait has been
	 */
	default void contractAwaited(List<WaitingReport> waiting, Duration waited) {
	}

	/**
	 * A run that had something to do has done it.
	 * @param report how the database stands now, and what was done
	 */
	default void completed(MigrationReport report) {
	}

}
