package dev.appmigrations.engine.watch;

import java.time.Duration;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.text.VisibleLog;

/**
 * A look from a second connection at what the first is doing, in a thread of its own. The
 * work does not depend on it: without a second connection to be had, nothing is seen.
 */
public final class Watch implements AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(Watch.class);

	private static final Duration BEFORE_CLOSE = Duration.ofSeconds(2);

	private final Thread thread;

	/**
	 * Starts to look.
	 * @param name the name of the thread
	 * @param look goes on until it is interrupted
	 */
	public Watch(String name, Look look) {
		this.thread = new Thread(() -> run(name, look), name);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private static void run(String name, Look look) {
		try {
			look.run();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (MigrationException | DatabaseErrorException ex) {
			logger.debug("{} sees nothing: {}", name, ex.getMessage());
		}
	}

	/** Ends it. */
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

	/**
	 * The observation that is repeated.
	 */
	@FunctionalInterface
	public interface Look {

		void run() throws InterruptedException;

	}

}
