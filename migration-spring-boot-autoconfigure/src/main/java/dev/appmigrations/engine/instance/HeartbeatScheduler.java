package dev.appmigrations.engine.instance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.engine.options.InstanceSettings;

/**
 * The threads of an instance: one sends the heartbeats, the other notices when they fail
 * to arrive.
 */
final class HeartbeatScheduler implements AutoCloseable {

	private static final int WATCHES_PER_LAPSE = 20;

	private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

	private final ScheduledThreadPoolExecutor beats = new ScheduledThreadPoolExecutor(1, HeartbeatScheduler::thread);

	private final ScheduledThreadPoolExecutor watches = new ScheduledThreadPoolExecutor(1, HeartbeatScheduler::thread);

	private final Heartbeat heartbeat;

	private final List<Future<?>> tasks;

	/** A reading of {@link System#nanoTime()}, 0 before the instance signs off. */
	private long deadline;

	/**
	 * Starts the threads.
	 * @param heartbeat sends a heartbeat
	 * @param gate looks when the latest one arrived
	 * @param settings how often
	 */
	HeartbeatScheduler(Heartbeat heartbeat, ServingGate gate, InstanceSettings settings) {
		this.heartbeat = heartbeat;
		long beat = settings.heartbeatInterval().toMillis();
		long watch = Math.max(1, settings.heartbeatExpiry().toMillis() / WATCHES_PER_LAPSE);
		this.tasks = List.of(this.beats.scheduleWithFixedDelay(heartbeat, beat, beat, TimeUnit.MILLISECONDS),
				this.watches.scheduleWithFixedDelay(gate, watch, watch, TimeUnit.MILLISECONDS));
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "migrations-instance");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Signs off in the background. A database that does not answer, or a heartbeat that
	 * it has not answered, holds {@link #close()} up for a few seconds at most, which
	 * begin now.
	 */
	synchronized void signOff() {
		if (this.beats.isShutdown()) {
			return;
		}
		for (Future<?> task : this.tasks) {
			task.cancel(false);
		}
		this.watches.shutdown();
		this.beats.execute(this.heartbeat::signOff);
		this.beats.shutdown();
		this.deadline = System.nanoTime() + LONGEST_GOODBYE.toNanos();
	}

	/**
	 * Signs off, and waits until that is done or its time is over.
	 */
	@Override
	public synchronized void close() {
		signOff();
		try {
			this.beats.awaitTermination(this.deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
