package dev.appmigrations.engine.execute;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.lock.HeldLock;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.lock.MigrationLock;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.watch.Watch;
import org.jspecify.annotations.Nullable;

/**
 * A second session of the server, which holds the lock behind a pooler. A pooler that has
 * none to give does not say so, it lets its clients wait, possibly for ever:
 * <ol>
 * <li>To connect, and to take the lock, may each last so long and no longer.
 * <li>Then the first connection has to get an answer while the second is in its
 * transaction. If none comes in time, the second lets go, so that the first gets its
 * session back, and both connections stay usable.
 * </ol>
 */
final class SecondSession {

	/** More than pools wait for a connection, so that they tell first. */
	private static final Duration CONNECT = Duration.ofSeconds(40);

	private final Session first;

	private final Supplier<Session> sessions;

	private final MigrationLock lock;

	private final Duration patience;

	/**
	 * Creates what takes a second session.
	 * @param first the connection of the run
	 * @param sessions opens another one
	 * @param lock what the second one holds
	 * @param patience how long the pooler may take for each answer
	 */
	SecondSession(Session first, Supplier<Session> sessions, MigrationLock lock, Duration patience) {
		this.first = first;
		this.sessions = sessions;
		this.lock = lock;
		this.patience = patience;
	}

	/**
	 * Holds the lock in it.
	 * @return what gives it back
	 * @throws MigrationException if there is no connection to be had
	 * @throws ExhaustedException if the pooler has no session for it
	 * @throws LockLostException if the lock is in other hands
	 * @throws BatchFailedException if the server refuses
	 */
	HeldLock hold() throws ExhaustedException, BatchFailedException {
		HeldLock held = take(open());
		try {
			makeSureOfTheFirst(held);
			return held;
		}
		catch (ExhaustedException | RuntimeException ex) {
			held.close();
			throw ex;
		}
	}

	private Session open() throws ExhaustedException {
		AtomicBoolean abandoned = new AtomicBoolean();
		FutureTask<Session> opening = new FutureTask<>(() -> {
			Session session = this.sessions.get();
			if (abandoned.get()) {
				session.close();
			}
			return session;
		});
		Thread thread = new Thread(opening, "migration-second-session");
		thread.setDaemon(true);
		thread.start();
		try {
			return opening.get(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			abandoned.set(true);
			throw new ExhaustedException(CONNECT, ex);
		}
		catch (InterruptedException ex) {
			abandoned.set(true);
			Thread.currentThread().interrupt();
			throw new ExhaustedException(Duration.ZERO, ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	private HeldLock take(Session second) throws ExhaustedException, BatchFailedException {
		second.connection().answerWithin(this.patience);
		try {
			return HeldLock.take(second, this.lock);
		}
		catch (BatchFailedException ex) {
			if (ex.error().unanswered()) {
				throw new ExhaustedException(this.patience, ex);
			}
			throw ex;
		}
	}

	private void makeSureOfTheFirst(HeldLock held) throws ExhaustedException {
		AtomicBoolean late = new AtomicBoolean();
		Watch release = new Watch("migration-second-session", () -> {
			Thread.sleep(this.patience.toMillis());
			late.set(true);
			held.close();
		});
		QueryResult answer;
		try {
			answer = this.first.query(List.of("SELECT"));
		}
		finally {
			release.close();
		}
		if (late.get() || (answer.error() != null && answer.error().unanswered())) {
			throw new ExhaustedException(this.patience, null);
		}
		answer.orThrow();
	}

	/**
	 * The pooler did not give two sessions of the server at once.
	 */
	static final class ExhaustedException extends Exception {

		private static final long serialVersionUID = 1L;

		ExhaustedException(Duration waited, @Nullable Throwable cause) {
			super("within " + waited.toSeconds() + " s", cause);
		}

	}

}
