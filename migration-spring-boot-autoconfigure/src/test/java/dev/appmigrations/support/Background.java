package dev.appmigrations.support;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What stands between a client and a server copies in both directions at once, and its
 * streams end when somebody closes them.
 */
final class Background {

	private Background() {
	}

	/** Runs a transfer in a thread of its own, until a connection is closed. */
	static void run(String name, Transfer transfer) {
		Thread thread = new Thread(() -> {
			try {
				transfer.run();
			}
			catch (IOException ex) {
				// The connection was closed, by either side or by the test.
				Thread.currentThread().interrupt();
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
	}

	static void close(Iterable<Closeable> open) {
		for (Closeable closeable : open) {
			try {
				closeable.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	@FunctionalInterface
	interface Transfer {

		void run() throws IOException;

	}

}
