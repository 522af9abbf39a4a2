package dev.appmigrations.engine.jdbc;

/**
 * Receives what the server says while it runs the statements of a batch, in the thread
 * that waits for its answers.
 */
@FunctionalInterface
public interface NoticeListener {

	/**
	 * Receives a notice.
	 * @param statement the number of the statement in the batch, from 0
	 * @param position where in the statement, in code points from 1; 0 if unknown
	 * @param notice the notice
	 * @return whether it is dealt with; otherwise it goes to the log as one of a
	 * statement of ours
	 */
	boolean noticed(int statement, int position, ServerNotice notice);

}
