package dev.appmigrations.engine.lock;

import dev.appmigrations.engine.report.LockHolder;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that one instance at a time changes the schema. A lock is only ever polled:
 * an instance that waited for it inside the server would hold a snapshot, which
 * {@code CREATE INDEX CONCURRENTLY} of the holder waits for in turn.
 */
public interface MigrationLock {

	/**
	 * Tries once, without waiting.
	 * @return whether the lock is ours now; behind a pooler, whether it was free at that
	 * moment, because there it is taken anew in each transaction
	 */
	boolean tryAcquire();

	/**
	 * Returns the statement that each transaction begins with: it fails with
	 * {@code division_by_zero} unless the lock is ours until the end of the transaction.
	 * @return a statement
	 */
	String guard();

	/**
	 * Returns the guard of a transaction that relies on what was read under the lock: it
	 * fails too if a script has given the lock away since then, even if nobody else has
	 * taken it.
	 * @return a statement; not for behind a pooler
	 */
	String unbroken();

	/**
	 * Returns the statement that stands in a transaction before the guard, if the lock
	 * must last longer than that: it takes the lock anew where a script has given it
	 * away, by {@code DISCARD ALL} for example, and fails with {@code division_by_zero}
	 * if somebody else has it.
	 * @return a statement; not for behind a pooler
	 */
	String keep();

	/**
	 * Looks who holds the lock.
	 * @return the holder, or {@code null} if no one is seen
	 */
	@Nullable LockHolder holder();

	/**
	 * Gives the lock back. Where the connection is lost, the server has done so already.
	 */
	void release();

}
