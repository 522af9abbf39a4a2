package dev.appmigrations.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

/**
 * An application that changes one row after the other while somebody else changes all of
 * them, and measures how long each change takes with its commit.
 */
final class SingleRowWriter {

	private static final long PAUSE_MS = 5;

	private final DataSource dataSource;

	private final int rows;

	private final CompletableFuture<long[]> measured;

	private volatile boolean over;

	private SingleRowWriter(DataSource dataSource, int rows) {
		this.dataSource = dataSource;
		this.rows = rows;
		this.measured = CompletableFuture.supplyAsync(this::write);
	}

	/**
	 * Begins to write.
	 * @param dataSource the database
	 * @param rows the keys are from 1 to this
	 */
	static SingleRowWriter start(DataSource dataSource, int rows) {
		return new SingleRowWriter(dataSource, rows);
	}

	private long[] write() {
		List<Long> nanos = new ArrayList<>();
		Random random = new Random(1);
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement update = connection
					.prepareStatement("UPDATE accounts SET hits = hits + 1 WHERE id = ?")) {
			while (!this.over) {
				update.setLong(1, 1L + random.nextInt(this.rows));
				long start = System.nanoTime();
				update.executeUpdate();
				nanos.add(System.nanoTime() - start);
				TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
			}
		}
		catch (SQLException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return nanos.stream().mapToLong(Long::longValue).toArray();
	}

	/**
	 * Ends it.
	 * @return how long each change took
	 */
	Figures end() throws Exception {
		this.over = true;
		return Figures.ofNanos(this.measured.get(5, TimeUnit.MINUTES));
	}

}
