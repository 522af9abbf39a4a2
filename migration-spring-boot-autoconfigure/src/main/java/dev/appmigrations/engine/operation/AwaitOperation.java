package dev.appmigrations.engine.operation;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.DatabaseReport;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.time.Poll;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * Waits until the server accepts connections and the database exists. A wrong password,
 * which time does not mend, ends the wait at once; a server that takes a connection and
 * never answers does not prolong it.
 */
final class AwaitOperation {

	private final RunContext context;

	private final EventPublisher events;

	private final Duration timeout;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param timeout for how long
	 */
	AwaitOperation(RunContext context, Duration timeout) {
		this.context = context;
		this.events = context.publisher();
		this.timeout = timeout;
	}

	/**
	 * Runs it.
	 * @return the database
	 * @throws MigrationException if it cannot be used when the time is over
	 */
	DatabaseReport run() {
		FutureTask<DatabaseReport> attempts = new FutureTask<>(this::poll);
		Thread thread = new Thread(attempts, "migrations-wait");
		thread.setDaemon(true);
		thread.start();
		try {
			// The second more is for the attempt that runs when the time is over.
			return attempts.get(this.timeout.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new MigrationException(ErrorCode.DATABASE_UNAVAILABLE,
					"The server has not answered within " + this.timeout.toSeconds() + " s.",
					Message.of("Check host and port of ")
						.and(Setting.CONNECTION)
						.and(": something takes the connection, or swallows it, and does not answer."),
					ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MigrationException(ErrorCode.INTERRUPTED, "The thread was interrupted while it waited.",
					"Start again: nothing was written.", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	private DatabaseReport poll() {
		Poll poll = new Poll(this.context.clock(), this.context.sleeper(), this.timeout);
		for (int attempt = 1;; attempt++) {
			try {
				return connect(this.timeout.minus(poll.elapsed()));
			}
			catch (MigrationException ex) {
				if (ex.code() != ErrorCode.DATABASE_MISSING && ex.code() != ErrorCode.CONNECTION_LOST) {
					throw ex;
				}
				this.events.publish(new MigrationEvent.DatabaseAwaited(attempt, poll.elapsed(),
						ex.description().lines().findFirst().orElse("")));
				if (!poll.pause()) {
					throw ex;
				}
			}
		}
	}

	private DatabaseReport connect(Duration left) {
		try (Session session = this.context.sessions().open(this.events, (left.isNegative()) ? Duration.ZERO : left)) {
			return DatabaseReport.of(this.context.history().readFacts(session),
					this.context.options().history().table());
		}
		catch (DatabaseErrorException ex) {
			throw new MigrationException(ErrorCode.CONNECTION_LOST,
					"The connection cannot be used.\n" + ex.error().text(), "See the server's log.", ex);
		}
	}

}
