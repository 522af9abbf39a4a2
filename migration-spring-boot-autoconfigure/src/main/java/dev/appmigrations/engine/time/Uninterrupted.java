package dev.appmigrations.engine.time;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Waits for what another thread does in the place of this one. An interruption does not
 * end the wait, as it would not have ended the work, and is not lost.
 */
public final class Uninterrupted {

	private Uninterrupted() {
	}

	/**
	 * Waits for a result.
	 * @param <T> the type of the result
	 * @param work what another thread does
	 * @return its result
	 * @throws ExecutionException if the work has thrown a checked exception, which is the
	 * cause; whatever else it has thrown is thrown here as it is
	 */
	public static <T> T resultOf(Future<T> work) throws ExecutionException {
		boolean interrupted = false;
		try {
			for (;;) {
				try {
					return work.get();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw ex;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
