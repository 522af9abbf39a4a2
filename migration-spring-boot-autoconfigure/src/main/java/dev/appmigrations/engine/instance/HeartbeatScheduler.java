package dev.appmigrations.engine.instance;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.appmigrations.engine.options.InstanceSettings;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an instance: one sends its heartbeats, the other notices when they fail to
 * arrive.
 */
final class HeartbeatScheduler implements AutoCloseable {

	private static final int WATCHES_PER_LAPSE = 20;

	private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

	private final Heartbeats heartbeats;

	private final HeartbeatConnection connection;

	private final Heartbeat heartbeat;

	private final Future<?> beats;

	private final Future<?> watches;

	private @Nullable Future<?> goodbye;

	/** A reading of {@link System#nanoTime()}, 0 before the instance signs off. */
	private long deadline;

	/**
	 * Starts the tasks.
	 * @param heartbeats has the thread that watches
	 * @param connection has the thread that sends
	 * @param heartbeat sends a heartbeat
	 * @param gate checks when the latest one arrived
	 * @param settings how often
	 */
	HeartbeatScheduler(Heartbeats heartbeats, HeartbeatConnection connection, Heartbeat heartbeat, ServingGate gate,
			InstanceSettings settings) {
		this.heartbeats = heartbeats;
		this.connection = connection;
		this.heartbeat = heartbeat;
		this.beats = connection.thread().repeat(settings.heartbeatInterval(), heartbeat);
		this.watches = heartbeats.watch().repeat(settings.heartbeatExpiry().dividedBy(WATCHES_PER_LAPSE), gate);
	}

	/**
	 * Signs off in the background. A database that does not answer, or a heartbeat that
	 * it has not answered, holds {@link #close()} up for a few seconds at most, which
	 * begin now.
	 */
	synchronized void signOff() {
		if (this.goodbye == null) {
			this.deadline = System.nanoTime() + LONGEST_GOODBYE.toNanos();
			this.heartbeats.watch().end(this.watches);
			this.goodbye = this.connection.thread().end(this.beats, this.heartbeat::signOff);
		}
	}

	/**
	 * Signs off, and waits until that is done or its time is over.
	 */
	@Override
	public synchronized void close() {
		signOff();
		Future<?> goodbye = this.goodbye;
		try {
			if (goodbye != null) {
				goodbye.get(this.deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// The others learn of it when the instance expires.
		}
	}

}
