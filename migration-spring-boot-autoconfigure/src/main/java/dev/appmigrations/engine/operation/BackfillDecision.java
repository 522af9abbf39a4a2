package dev.appmigrations.engine.operation;

import java.util.Locale;
import java.util.Set;

import dev.appmigrations.engine.history.BackfillState;

/**
 * What a person may decide about a backfill.
 */
enum BackfillDecision {

	/** It stops until it is resumed. */
	PAUSE(BackfillState.PENDING, BackfillState.RUNNING, BackfillState.VERIFYING),

	/** It goes on. */
	RESUME(BackfillState.PAUSED, BackfillState.CANCELLED),

	/** It is given up. */
	CANCEL(BackfillState.PENDING, BackfillState.RUNNING, BackfillState.VERIFYING, BackfillState.PAUSED,
			BackfillState.FAILED),

	/** It goes on behind what has failed, trying that again. */
	RETRY(BackfillState.FAILED),

	/** It begins anew. */
	START_OVER(BackfillState.values());

	private final Set<BackfillState> from;

	BackfillDecision(BackfillState... from) {
		this.from = Set.of(from);
	}

	boolean isPossibleIn(BackfillState state) {
		return this.from.contains(state);
	}

	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
