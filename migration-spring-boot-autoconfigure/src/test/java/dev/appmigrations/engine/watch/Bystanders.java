package dev.appmigrations.engine.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.appmigrations.support.TestDatabase;
import org.postgresql.PGConnection;

/**
 * Other sessions on a database: some read and make a concurrent statement wait, some run
 * one and are interrupted while it waits.
 */
public final class Bystanders implements AutoCloseable {

	private final TestDatabase database;

	private final List<Connection> readers = new ArrayList<>();

	private CompletableFuture<Boolean> running = CompletableFuture.completedFuture(true);

	public Bystanders(TestDatabase database) {
		this.database = database;
	}

	/** Opens a transaction that keeps a snapshot and a lock on what it reads. */
	public void keepSnapshot(String table) throws SQLException {
		read(table, Connection.TRANSACTION_REPEATABLE_READ);
	}

	/** Opens a transaction that keeps a lock on what it reads, but no snapshot. */
	public void keepLock(String table) throws SQLException {
		read(table, Connection.TRANSACTION_READ_COMMITTED);
	}

	private void read(String table, int isolation) throws SQLException {
		Connection connection = this.database.dataSource().getConnection();
		this.readers.add(connection);
		connection.setTransactionIsolation(isolation);
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("SELECT FROM " + table);
			// Ends the portal, which would keep a snapshot.
			statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
		}
	}

	/** Ends the transactions. */
	public void release() {
		try {
			for (Connection reader : this.readers) {
				reader.close();
			}
			this.readers.clear();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Runs a statement in another session until it waits for the readers. */
	public void startAndWait(String statement) throws InterruptedException, SQLException {
		start(statement);
		while (this.database.list(waiting(statement)).isEmpty()) {
			if (this.running.isDone()) {
				throw new IllegalStateException("It did not wait: " + statement);
			}
			Thread.sleep(20);
		}
	}

	/** Runs a statement in another session. */
	public void start(String statement) {
		this.running = CompletableFuture.supplyAsync(() -> {
			try (Connection connection = this.database.dataSource().getConnection();
					Statement jdbc = connection.createStatement()) {
				jdbc.execute(statement);
				return true;
			}
			catch (SQLException ex) {
				return false;
			}
		});
	}

	/** Cancels the statement, and returns when it is gone. */
	public void cancel(String statement) {
		this.database.list("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE state = 'active' AND query = '"
				+ statement.replace("'", "''") + "'");
		if (finished()) {
			throw new IllegalStateException("It was not cancelled: " + statement);
		}
	}

	/** Runs a statement until it waits for a reader, cancels it, and lets go. */
	public void interrupt(String statement) throws InterruptedException, SQLException {
		startAndWait(statement);
		cancel(statement);
		release();
	}

	/** Returns whether the statement succeeded, when it has ended. */
	public boolean finished() {
		try {
			return this.running.get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Not for anybody else, as it does for a moment for whoever looks. */
	private String waiting(String statement) throws SQLException {
		List<Integer> pids = new ArrayList<>();
		for (Connection reader : this.readers) {
			pids.add(reader.unwrap(PGConnection.class).getBackendPID());
		}
		return "SELECT pid FROM pg_stat_activity WHERE state = 'active' AND wait_event_type = 'Lock' AND query = '"
				+ statement.replace("'", "''") + "' AND pg_blocking_pids(pid) && ARRAY" + pids + "::integer[]";
	}

	@Override
	public void close() {
		release();
	}

}
