package dev.appmigrations.engine.history;

import java.util.List;

import dev.appmigrations.engine.jdbc.Rows;

/**
 * A query about something else that travels in the same message as the reading of the
 * history, so that it costs no round trip of its own.
 */
public interface PiggybackQuery {

	/**
	 * Returns the question.
	 * @param historyTable an expression for the quoted name of the history table, with
	 * its schema, as text; NULL if there is no schema
	 * @return a statement that only reads
	 */
	String query(String historyTable);

	/**
	 * Takes the answer. Not called if the server refuses it to the role.
	 * @param rows the answer
	 */
	void answered(Rows rows);

	/**
	 * Tells whether the latest failures are wanted, too.
	 * @return whether {@link #failed} is to be called
	 */
	default boolean wantsFailures() {
		return false;
	}

	/**
	 * Takes the failures that were the last that happened to a migration. Not called
	 * where there is no log, or the role may not read it.
	 * @param failures the failures
	 */
	default void failed(List<LatestFailure> failures) {
	}

}
