package dev.appmigrations.engine.execute;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.time.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * Sends the messages of a long script, each in a thread of its own while the next one is
 * made: client and server work at the same time. One message at most is under way, and
 * until it is awaited nobody else may use the session.
 */
final class MessageSender implements AutoCloseable {

	private final Session session;

	private @Nullable ExecutorService thread;

	private @Nullable Future<?> underWay;

	MessageSender(Session session) {
		this.session = session;
	}

	/**
	 * Sends a message, and does not wait for the answer.
	 * @param batch the message, which nobody may change before the answer is there
	 */
	void start(StatementBatch batch) {
		if (this.underWay != null) {
			throw new IllegalStateException("A message is under way");
		}
		if (this.thread == null) {
			this.thread = Executors.newSingleThreadExecutor((work) -> {
				Thread thread = new Thread(work, "migration-sender");
				thread.setDaemon(true);
				return thread;
			});
		}
		this.underWay = this.thread.submit(() -> {
			this.session.send(batch);
			return null;
		});
	}

	/**
	 * Waits for the answer to the message that is under way, if there is one. As when
	 * this thread sends itself, an interruption does not end the wait.
	 * @throws BatchFailedException if a statement of the message failed
	 */
	void await() throws BatchFailedException {
		Future<?> answer = this.underWay;
		if (answer == null) {
			return;
		}
		this.underWay = null;
		try {
			Uninterrupted.resultOf(answer);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof BatchFailedException failure) {
				throw failure;
			}
			throw new IllegalStateException("A message cannot fail so", ex.getCause());
		}
	}

	/**
	 * Ends the thread. No message is under way here: its answer has been awaited before.
	 */
	@Override
	public void close() {
		if (this.thread != null) {
			this.thread.shutdown();
			this.thread = null;
		}
	}

}
