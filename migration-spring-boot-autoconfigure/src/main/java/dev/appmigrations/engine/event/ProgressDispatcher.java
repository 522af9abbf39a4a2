package dev.appmigrations.engine.event;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.engine.time.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events that are published while a transaction is open, in a thread of its own:
 * a slow listener must not prolong the locks of that transaction. Progress that a
 * listener is too slow for is dropped.
 */
final class ProgressDispatcher {

	private static final int MOST_WAITING = 100;

	/** A script may raise notices in a loop, faster than a terminal shows them. */
	private static final int MOST_NOTICES = 2000;

	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), ProgressDispatcher::thread);

	private @Nullable Future<?> latest;

	ProgressDispatcher() {
		this.executor.allowCoreThreadTimeOut(true);
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "migrations-events");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Delivers progress later, unless the listeners are behind by so much that it would
	 * be old news.
	 * @param delivery delivers one event
	 */
	synchronized void dispatch(Runnable delivery) {
		submit(delivery, MOST_WAITING);
	}

	/**
	 * Delivers later what nothing that follows stands for.
	 * @param delivery delivers one event
	 * @return whether it will be delivered: too many may be waiting
	 */
	synchronized boolean dispatchNotice(Runnable delivery) {
		return submit(delivery, MOST_NOTICES);
	}

	private boolean submit(Runnable delivery, int most) {
		if (this.executor.getQueue().size() >= most) {
			return false;
		}
		this.latest = this.executor.submit(delivery);
		return true;
	}

	/** Waits until all is delivered, so that no event overtakes an earlier one. */
	synchronized void await() {
		Future<?> latest = this.latest;
		this.latest = null;
		if (latest != null) {
			try {
				Uninterrupted.resultOf(latest);
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException("An event could not be delivered", ex.getCause());
			}
		}
	}

}
