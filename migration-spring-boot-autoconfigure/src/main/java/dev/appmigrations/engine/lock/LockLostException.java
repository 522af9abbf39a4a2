package dev.appmigrations.engine.lock;

/**
 * The guard of a transaction found the lock in other hands. Where a pooler stands
 * between, that is normal and the run waits for its turn; elsewhere a script gave the
 * lock away.
 */
public final class LockLostException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public LockLostException(Throwable cause) {
		super("The lock is held by another session", cause);
	}

}
