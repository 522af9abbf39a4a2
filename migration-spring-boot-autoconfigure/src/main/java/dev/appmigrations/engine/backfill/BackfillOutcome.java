package dev.appmigrations.engine.backfill;

import dev.appmigrations.engine.migration.MigrationException;
import org.jspecify.annotations.Nullable;

/**
 * How the work on a backfill ended.
 *
 * @param end in which way
 * @param failure why a person has to do something, {@code null} unless it failed
 */
public record BackfillOutcome(End end, @Nullable MigrationException failure) {

	static final BackfillOutcome DONE = new BackfillOutcome(End.DONE, null);

	static final BackfillOutcome STOPPED = new BackfillOutcome(End.STOPPED, null);

	static final BackfillOutcome HELD = new BackfillOutcome(End.HELD, null);

	static BackfillOutcome failed(MigrationException failure) {
		return new BackfillOutcome(End.FAILED, failure);
	}

	/** In which way it ended. */
	public enum End {

		/** No row is left. */
		DONE,

		/** We were asked to stop. */
		STOPPED,

		/** Another works on it, a person has stopped it, or it waits for somebody. */
		HELD,

		/** A person has to do something. */
		FAILED

	}

}
