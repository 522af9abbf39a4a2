package dev.appmigrations.engine.instance;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A thread for the tasks of several instances. It is there as long as there is a task.
 */
final class SharedThread {

	private int tasks;

	private @Nullable ScheduledThreadPoolExecutor executor;

	/**
	 * Repeats a task.
	 * @param delay the time before the task and between its runs
	 * @param task what to do
	 * @return the task, to be given back to {@link #end}
	 */
	synchronized Future<?> repeat(Duration delay, Runnable task) {
		ScheduledThreadPoolExecutor executor = this.executor;
		if (executor == null) {
			executor = new ScheduledThreadPoolExecutor(1, SharedThread::thread);
			executor.setRemoveOnCancelPolicy(true);
			this.executor = executor;
		}
		this.tasks++;
		long millis = Math.max(1, delay.toMillis());
		return executor.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
	}

	/**
	 * Ends a task, after its present run.
	 * @param task the task
	 */
	synchronized void end(Future<?> task) {
		task.cancel(false);
		this.tasks--;
		ScheduledThreadPoolExecutor executor = this.executor;
		if (executor != null && this.tasks == 0) {
			executor.shutdown();
			this.executor = null;
		}
	}

	/**
	 * Ends a task, after its present run.
	 * @param task the task
	 * @param last what the thread does instead, once
	 * @return what is done when {@code last} is
	 */
	synchronized Future<?> end(Future<?> task, Runnable last) {
		ScheduledThreadPoolExecutor executor = this.executor;
		if (executor == null) {
			throw new IllegalStateException("There is no task");
		}
		task.cancel(false);
		Future<?> result = executor.submit(last);
		end(task);
		return result;
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "migrations-instance");
		thread.setDaemon(true);
		return thread;
	}

}
