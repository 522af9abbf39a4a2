package dev.appmigrations.engine.run;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.lock.AdvisoryLock;
import dev.appmigrations.engine.lock.LockWaiter;
import dev.appmigrations.engine.lock.MigrationLock;
import dev.appmigrations.engine.watch.ConnectionWatch;

/**
 * A session that is prepared for work: it has the settings that migrations need, takes
 * the lock, and is watched.
 */
final class WorkSession implements AutoCloseable {

	private final RunContext context;

	private final MigrationLock lock;

	private final ConnectionWatch watch;

	private WorkSession(RunContext context, MigrationLock lock, ConnectionWatch watch) {
		this.context = context;
		this.lock = lock;
		this.watch = watch;
	}

	/**
	 * Prepares a session. The lock is not taken yet.
	 * @param context what all runs share
	 * @param session the connection
	 * @param first how scripts and database stand
	 * @return what is to be closed before the session
	 * @throws BatchFailedException if the server refuses a setting
	 */
	static WorkSession begin(RunContext context, Session session, Assessment first) throws BatchFailedException {
		boolean pooled = first.facts().pooled();
		context.beginWork(session, pooled);
		return new WorkSession(context, new AdvisoryLock(session, first.found().tables(), pooled),
				ConnectionWatch.start(session, context.sessions()::openNow, SessionOpener::isUnreachable,
						context.options().waiting().network()));
	}

	/**
	 * Waits for the lock.
	 * @param events receives who holds it
	 * @return the lock
	 * @throws dev.appmigrations.engine.migration.MigrationException if the time is over
	 */
	MigrationLock acquire(EventPublisher events) {
		new LockWaiter(this.context.clock(), this.context.sleeper(), this.context.options().waiting().advisoryLock())
			.acquire(this.lock, events);
		return this.lock;
	}

	/** Gives the lock back, to be taken again. */
	void release() {
		this.lock.release();
	}

	@Override
	public void close() {
		this.lock.release();
		this.watch.close();
	}

}
