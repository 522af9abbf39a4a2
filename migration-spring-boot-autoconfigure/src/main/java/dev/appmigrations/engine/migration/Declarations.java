package dev.appmigrations.engine.migration;

import org.jspecify.annotations.Nullable;

/**
 * Says of a migration which of its directions have no statements, and why: an empty
 * script alone may be one that nobody has written yet.
 *
 * @param noop why applying it does nothing, {@code null} if that is not said
 * @param nothingToUndo why undoing it does nothing, {@code null} if that is not said
 * @param irreversible why it cannot be undone, {@code null} if that is not said
 * @param emptyRollback the path of a rollback without statements that says nothing of
 * that, {@code null} if there is none
 */
public record Declarations(@Nullable String noop, @Nullable String nothingToUndo, @Nullable String irreversible,
		@Nullable String emptyRollback) {

	/** Nothing is said. */
	public static final Declarations NONE = new Declarations(null, null, null, null);

}
