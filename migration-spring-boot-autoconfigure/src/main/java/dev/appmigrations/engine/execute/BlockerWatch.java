package dev.appmigrations.engine.execute;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.MigrationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from a second connection who is in the way while a statement waits for a lock.
 * The migration does not depend on it: without a second connection to be had, nothing is
 * seen.
 */
final class BlockerWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(BlockerWatch.class);

	private static final Duration INTERVAL = Duration.ofMillis(200);

	/** When the attempt has its locks: asking who blocks whom is not free of cost. */
	private static final Duration LATER = Duration.ofSeconds(5);

	private static final Duration BEFORE_CLOSE = Duration.ofSeconds(2);

	private final ExecutionContext run;

	private final int backend;

	private final Thread thread;

	private volatile List<Blocker> seen = List.of();

	private volatile long waitsUntil;

	/**
	 * Starts to watch.
	 * @param run the run, whose session may wait
	 */
	BlockerWatch(ExecutionContext run) {
		this.run = run;
		this.backend = run.session().backend();
		attempt();
		this.thread = new Thread(this::watch, "migration-blockers");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void watch() {
		try (Session session = this.run.sessions().get()) {
			while (!Thread.currentThread().isInterrupted()) {
				List<Blocker> blockers = Blockers.of(session, this.backend);
				if (!blockers.isEmpty()) {
					this.seen = List.copyOf(blockers);
				}
				boolean waits = System.nanoTime() < this.waitsUntil;
				Thread.sleep(((waits) ? INTERVAL : LATER).toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (MigrationException | DatabaseErrorException ex) {
			logger.debug("Who is in the way cannot be seen: {}", ex.getMessage());
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
		this.thread.interrupt();
		try {
			this.thread.join(BEFORE_CLOSE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
