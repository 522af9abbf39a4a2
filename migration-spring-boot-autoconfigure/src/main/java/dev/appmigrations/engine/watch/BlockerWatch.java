package dev.appmigrations.engine.watch;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.report.Blocker;

/**
 * Looks from a second connection who is in the way while a statement waits for a lock.
 * The migration does not depend on it: without a second connection to be had, nothing is
 * seen.
 */
public final class BlockerWatch implements AutoCloseable {

	private static final Duration INTERVAL = Duration.ofMillis(200);

	/** When the attempt has its locks: asking who blocks whom is not free of cost. */
	private static final Duration LATER = Duration.ofSeconds(5);

	private final WatchedRun run;

	private final Duration attempt;

	private final Watch watch;

	private volatile List<Blocker> seen = List.of();

	private volatile long waitsUntil;

	/**
	 * Starts to watch.
	 * @param run the run, whose session may wait
	 * @param attempt how long one attempt may wait for a lock
	 */
	public BlockerWatch(WatchedRun run, Duration attempt) {
		this.run = run;
		this.attempt = attempt;
		attempt();
		this.watch = new Watch("migration-blockers", this::look);
	}

	private void look() throws InterruptedException {
		try (Session session = this.run.sessions().get()) {
			while (!Thread.currentThread().isInterrupted()) {
				List<Blocker> blockers = this.run.blockers(session);
				if (!blockers.isEmpty()) {
					this.seen = List.copyOf(blockers);
				}
				boolean waits = System.nanoTime() < this.waitsUntil;
				Thread.sleep(((waits) ? INTERVAL : LATER).toMillis());
			}
		}
	}

	/** An attempt begins: for some time it may wait. */
	public void attempt() {
		this.waitsUntil = System.nanoTime() + this.attempt.toNanos() + LATER.toNanos();
	}

	/**
	 * Returns the blockers that were seen last, and forgets them.
	 * @return the blockers, empty if none were seen
	 */
	public List<Blocker> take() {
		List<Blocker> blockers = this.seen;
		this.seen = List.of();
		return blockers;
	}

	@Override
	public void close() {
		this.watch.close();
	}

}
