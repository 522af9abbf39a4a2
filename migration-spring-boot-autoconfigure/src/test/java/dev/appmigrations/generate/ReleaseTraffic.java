package dev.appmigrations.generate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import dev.appmigrations.support.TestDatabase;

/**
 * A release that works on the database: each transaction is a list of statements, made
 * from its number, that travel together.
 */
final class ReleaseTraffic implements AutoCloseable {

	/** How many transactions each release has to end while a change is rolled out. */
	static final int TRANSACTIONS = Integer.getInteger("test.transactions", 1000);

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final AtomicInteger transactions = new AtomicInteger();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final CompletableFuture<Void> work;

	ReleaseTraffic(TestDatabase database, String settings, IntFunction<List<String>> release) {
		this.work = CompletableFuture.runAsync(() -> work(database, settings, release));
	}

	private void work(TestDatabase database, String settings, IntFunction<List<String>> release) {
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			// what the tests read in the server's log is not ours
			statement.execute("SET log_statement = none");
			statement.execute(settings);
			connection.setAutoCommit(false);
			for (int number = 0; !this.stopped.get(); number++) {
				transact(connection, statement, release.apply(number));
			}
		}
		catch (SQLException ex) {
			this.failures.add(ex.toString());
		}
	}

	private void transact(Connection connection, Statement statement, List<String> statements) throws SQLException {
		String together = String.join("; ", statements);
		try {
			statement.execute(together);
			connection.commit();
			this.transactions.incrementAndGet();
		}
		catch (SQLException ex) {
			connection.rollback();
			this.failures.add(together + ": " + ex.getMessage());
		}
	}

	/** Lets it work for at least so many transactions more. */
	ReleaseTraffic await(int count) {
		int wanted = this.transactions.get() + count;
		while (this.transactions.get() < wanted && this.failures.size() < 10 && !this.work.isDone()) {
			try {
				TimeUnit.MILLISECONDS.sleep(5);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return this;
	}

	/** Returns whether it has been told to end. */
	boolean stopped() {
		return this.stopped.get();
	}

	/** Returns what failed. */
	List<String> failures() {
		return List.copyOf(this.failures);
	}

	/** Lets it end what it does. */
	void finish() {
		this.stopped.set(true);
		this.work.join();
	}

	@Override
	public void close() {
		finish();
	}

}
