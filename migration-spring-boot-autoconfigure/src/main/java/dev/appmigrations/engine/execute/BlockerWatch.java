package dev.appmigrations.engine.execute;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.report.Blocker;

/**
 * Looks from a second connection who is in the way while a statement waits for a lock.
 * The migration does not depend on it: without a second connection to be had, nothing is
 * seen.
 */
final class BlockerWatch implements AutoCloseable {

	private static final Duration INTERVAL = Duration.ofMillis(200);

	/** When the attempt has its locks: asking who blocks whom is not free of cost. */
	private static final Duration LATER = Duration.ofSeconds(5);

	private final ExecutionContext run;

	private final Watch watch;

	private volatile List<Blocker> seen = List.of();

	private volatile long waitsUntil;

	/**
	 * Starts to watch.
	 * @param run the run, whose session may wait
	 */
	BlockerWatch(ExecutionContext run) {
		this.run = run;
		attempt();
		this.watch = new Watch("migration-blockers", this::look);
	}

	private void look() throws InterruptedException {
		try (Session session = this.run.sessions().get()) {
			while (!Thread.currentThread().isInterrupted()) {
				List<Blocker> blockers = Blockers.of(session, this.run);
				if (!blockers.isEmpty()) {
					this.seen = List.copyOf(blockers);
				}
				boolean waits = System.nanoTime() < this.waitsUntil;
				Thread.sleep(((waits) ? INTERVAL : LATER).toMillis());
			}
		}
	}

	/** An attempt begins: for some time it may wait. */
	void attempt() {
		this.waitsUntil = System.nanoTime() + this.run.locks().attempt().toNanos() + LATER.toNanos();
	}

	/** Returns who was seen last, and forgets them. */
	List<Blocker> take() {
		List<Blocker> blockers = this.seen;
		this.seen = List.of();
		return blockers;
	}

	@Override
	public void close() {
		this.watch.close();
	}

}
