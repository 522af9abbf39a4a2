package dev.appmigrations.engine.instance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Whether an instance may serve. It may not once its latest heartbeat is so old that
 * others take it for dead, until it knows that it still has what it needs.
 */
final class ServingGate implements Runnable {

	private static final VisibleLog logger = VisibleLog.of(ServingGate.class);

	private final InstanceListener listener;

	private final Duration lapse;

	private final Clock clock;

	/** When the latest heartbeat that arrived was sent; none is owed before one. */
	private volatile @Nullable Instant latest;

	private boolean suspended;

	ServingGate(InstanceListener listener, Duration lapse, Clock clock) {
		this.listener = listener;
		this.lapse = lapse;
		this.clock = clock;
	}

	/** Notes when a heartbeat was sent that has arrived. */
	void arrived(Instant sent) {
		this.latest = sent;
	}

	/** From now on no heartbeat is owed, until one arrives. */
	void release() {
		this.latest = null;
	}

	/**
	 * Tells whether others may have taken the instance for dead. After a pause of the
	 * whole process, nobody here may have noticed.
	 */
	boolean isInDoubt() {
		return this.latest == null || hasLapsed() || isSuspended();
	}

	/** Tells whether it depends on heartbeats that the instance may serve. */
	boolean isOwedOrSuspended() {
		return this.latest != null || isSuspended();
	}

	private boolean hasLapsed() {
		Instant latest = this.latest;
		return latest != null && Duration.between(latest, this.clock.instant()).compareTo(this.lapse) >= 0;
	}

	@Override
	public void run() {
		if (hasLapsed()) {
			suspend("This instance has sent no heartbeat for " + this.lapse.toSeconds()
					+ " s, so that contract migrations may run without regard to it");
		}
	}

	private synchronized boolean isSuspended() {
		return this.suspended;
	}

	synchronized void suspend(String reason) {
		if (!this.suspended) {
			try {
				this.listener.suspended(reason);
				this.suspended = true;
			}
			catch (RuntimeException ex) {
				// The watch goes on, and tells again.
				logger.warn("Nobody could be told that this instance is suspended: {}", reason, ex);
			}
		}
	}

	synchronized void resume() {
		if (this.suspended) {
			// If that fails, the next assessment tells again.
			this.listener.resumed();
			this.suspended = false;
		}
	}

}
