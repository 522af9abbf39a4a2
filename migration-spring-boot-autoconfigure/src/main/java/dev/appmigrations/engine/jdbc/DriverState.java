package dev.appmigrations.engine.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.AutoSave;

/**
 * State that the driver keeps on its own side; none of it costs a round trip.
 *
 * @param autoCommit whether each statement commits
 * @param readOnly whether transactions are read-only
 * @param networkTimeout how long to wait for an answer, in milliseconds
 * @param autoSave when the driver sets savepoints, {@code null} if it cannot be asked
 * @param prepareThreshold when the driver prepares statements on the server
 */
record DriverState(boolean autoCommit, boolean readOnly, int networkTimeout, @Nullable AutoSave autoSave,
		int prepareThreshold) {

	static DriverState of(Connection connection, @Nullable PGConnection driver) throws SQLException {
		return new DriverState(connection.getAutoCommit(), connection.isReadOnly(), connection.getNetworkTimeout(),
				(driver != null) ? driver.getAutosave() : null, (driver != null) ? driver.getPrepareThreshold() : 0);
	}

	void prepareForWork(Connection connection, @Nullable PGConnection driver) throws SQLException {
		connection.setNetworkTimeout(Runnable::run, 0);
		if (driver != null) {
			driver.setAutosave(AutoSave.NEVER);
			driver.setPrepareThreshold(0);
		}
	}

	void restore(Connection connection, @Nullable PGConnection driver) throws SQLException {
		if (connection.isReadOnly() != this.readOnly) {
			connection.setReadOnly(this.readOnly);
		}
		if (connection.getNetworkTimeout() != this.networkTimeout) {
			connection.setNetworkTimeout(Runnable::run, this.networkTimeout);
		}
		if (driver != null && this.autoSave != null) {
			driver.setAutosave(this.autoSave);
			driver.setPrepareThreshold(this.prepareThreshold);
		}
		connection.setAutoCommit(this.autoCommit);
	}

}
