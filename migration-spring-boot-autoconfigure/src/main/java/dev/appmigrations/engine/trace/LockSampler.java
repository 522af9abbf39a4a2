package dev.appmigrations.engine.trace;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.engine.watch.Watch;

/**
 * Collects from a second connection which locks a backend holds, again and again, while
 * it runs a statement that has transactions of its own.
 */
final class LockSampler implements AutoCloseable {

	/** Between two samples. */
	static final Duration INTERVAL = Duration.ofMillis(20);

	private final Set<HeldLocks.Held> seen = ConcurrentHashMap.newKeySet();

	private final Watch watch;

	/**
	 * Starts.
	 * @param backend the process id of the backend
	 * @param sessions opens the second connection
	 * @param sleeper lets time pass between two samples
	 */
	LockSampler(int backend, Supplier<Session> sessions, Sleeper sleeper) {
		this.watch = new Watch("migration-lock-sampler", () -> {
			try (Session session = sessions.get()) {
				while (!Thread.currentThread().isInterrupted()) {
					sample(session, backend);
					sleeper.sleep(INTERVAL);
				}
			}
		});
	}

	private void sample(Session session, int backend) {
		Rows rows = session.query(List.of(TraceSql.locks(String.valueOf(backend)))).rows(0);
		for (int i = 0; i < rows.size(); i++) {
			HeldLocks.Held held = HeldLocks.Held.of(rows, i);
			if (held != null) {
				this.seen.add(held);
			}
		}
	}

	/** Ends it, and returns all that was seen. */
	Set<HeldLocks.Held> end() {
		close();
		return Set.copyOf(this.seen);
	}

	@Override
	public void close() {
		this.watch.close();
	}

}
