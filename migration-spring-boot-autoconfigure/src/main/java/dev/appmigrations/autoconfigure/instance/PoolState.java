package dev.appmigrations.autoconfigure.instance;

import java.time.Duration;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.appmigrations.engine.time.Sleeper;

/**
 * Tells whether a pool has a connection to give, for those who would rather say that it
 * has none than wait for one.
 */
public final class PoolState {

	private static final Duration PAUSE = Duration.ofMillis(50);

	/** Who only waits for others to finish has a connection by then. */
	private static final int LOOKS = 10;

	private PoolState() {
	}

	/**
	 * Tells whether all connections of a pool are lent, and stay so for half a second.
	 * @param dataSource the pool, or what leads to one
	 * @return whether there is none; {@code false} for what is no pool
	 */
	public static boolean isExhausted(DataSource dataSource) {
		return OwnConnections.HIKARI && Hikari.isExhausted(dataSource);
	}

	/**
	 * Tells how many connections a data source can lend at once.
	 * @param dataSource the pool, or what leads to one
	 * @return how many; the largest number for what is no pool
	 */
	public static int size(DataSource dataSource) {
		return (OwnConnections.HIKARI) ? Hikari.size(dataSource) : Integer.MAX_VALUE;
	}

	/**
	 * Facts that only a Hikari pool knows.
	 */
	private static final class Hikari {

		private Hikari() {
		}

		static boolean isExhausted(DataSource dataSource) {
			HikariDataSource pool = UnpooledHikari.pool(dataSource);
			HikariPoolMXBean state = (pool != null) ? pool.getHikariPoolMXBean() : null;
			if (pool == null || state == null) {
				return false;
			}
			for (int look = 0; isLent(pool, state); look++) {
				if (look == LOOKS) {
					return true;
				}
				try {
					Sleeper.THREAD.sleep(PAUSE);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return true;
				}
			}
			return false;
		}

		static int size(DataSource dataSource) {
			HikariDataSource pool = UnpooledHikari.pool(dataSource);
			return (pool != null) ? pool.getMaximumPoolSize() : Integer.MAX_VALUE;
		}

		private static boolean isLent(HikariDataSource pool, HikariPoolMXBean state) {
			return state.getIdleConnections() == 0 && state.getActiveConnections() >= pool.getMaximumPoolSize();
		}

	}

}
