package dev.appmigrations.engine.event;

import java.time.Duration;

/**
 * Receives the events of a run, in the order in which they happen, and never while a
 * transaction of the run is open in the same thread. An exception is logged, once for
 * each listener and run, and does not end the run; to stop one there is
 * {@link MigrationVeto}.
 */
@FunctionalInterface
public interface MigrationListener {

	/**
	 * Receives an event.
	 * @param event what happened
	 */
	void onEvent(MigrationEvent event);

	/**
	 * Returns how often the progress of a long migration is published. Of several
	 * listeners, the one with the shortest interval decides for all.
	 * @return the interval; ten seconds unless a listener wants another
	 */
	default Duration progressInterval() {
		return Duration.ofSeconds(10);
	}

}
