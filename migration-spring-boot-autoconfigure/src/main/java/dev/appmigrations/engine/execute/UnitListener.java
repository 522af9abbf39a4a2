package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.jdbc.ServerNotice;

/**
 * Receives what the server says while it runs the statements of a unit.
 */
@FunctionalInterface
interface UnitListener {

	/**
	 * Receives a notice.
	 * @param origin the statement that was running
	 * @param position where in it, in code points from 1; 0 if unknown
	 * @param notice what the server said
	 * @return {@code false} if it was a statement of ours, and nothing of the script
	 */
	boolean noticed(StatementOrigin origin, int position, ServerNotice notice);

}
