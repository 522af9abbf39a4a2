package dev.appmigrations.engine.operation;

import java.util.Locale;

import dev.appmigrations.engine.history.BackfillState;

/**
 * What a person may decide about a backfill.
 */
enum BackfillDecision {

	/** It stops until it is resumed. */
	PAUSE,

	/** It goes on. */
	RESUME,

	/** It is given up. */
	CANCEL,

	/** It goes on where it has failed, trying that again. */
	RETRY,

	/** It begins anew. */
	START_OVER;

	boolean isPossibleIn(BackfillState state) {
		return switch (this) {
			case PAUSE -> state.isOpen();
			case RESUME -> state == BackfillState.PAUSED || state == BackfillState.CANCELLED;
			case CANCEL -> state.isOpen() || state == BackfillState.PAUSED || state == BackfillState.FAILED;
			case RETRY -> state == BackfillState.FAILED;
			case START_OVER -> true;
		};
	}

	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
