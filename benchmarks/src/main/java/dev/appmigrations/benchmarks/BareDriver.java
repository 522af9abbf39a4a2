package dev.appmigrations.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

import javax.sql.DataSource;

/**
 * The lower bounds: the least that anybody has to do for the same work, with the driver
 * and the JDK alone.
 */
final class BareDriver {

	private static final String HISTORY = "SELECT id, migration_name, applied_at, version, description, kind, phase,"
			+ " checksum, execution_ms, applied_by, applied_from, release, origin, out_of_order"
			+ " FROM migration_history ORDER BY id";

	private BareDriver() {
	}

	/**
	 * Applies scripts: one connection, each file read and sent as one statement in a
	 * transaction of its own. No history is written, nothing is checked.
	 * @param dataSource the database
	 * @param folder the scripts
	 * @throws IOException if a script cannot be read
	 * @throws SQLException if the server refuses
	 */
	static void apply(DataSource dataSource, ScriptFolder folder) throws IOException, SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			for (Path file : folder.files()) {
				statement.execute(Files.readString(file));
				connection.commit();
			}
		}
	}

	/**
	 * Finds out that nothing is pending: one connection, one query for all columns of the
	 * history, each file read and digested by SHA-256 as it stands, each name looked up.
	 * @param dataSource the database
	 * @param folder the scripts
	 * @throws IOException if a script cannot be read
	 * @throws SQLException if the server refuses
	 */
	static void verify(DataSource dataSource, ScriptFolder folder) throws IOException, SQLException {
		Map<String, String> applied = history(dataSource);
		int digested = 0;
		for (Path file : folder.files()) {
			byte[] digest = sha256(Files.readAllBytes(file));
			String checksum = applied.get(file.getFileName().toString());
			if (checksum == null) {
				throw new IllegalStateException(file + " is pending");
			}
			digested += digest.length;
		}
		if (digested == 0) {
			throw new IllegalStateException("There is no script in " + folder.scripts());
		}
	}

	private static Map<String, String> history(DataSource dataSource) throws SQLException {
		Map<String, String> applied = new HashMap<>();
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(HISTORY)) {
			int columns = rows.getMetaData().getColumnCount();
			while (rows.next()) {
				String[] row = new String[columns];
				for (int i = 0; i < columns; i++) {
					row[i] = rows.getString(i + 1);
				}
				applied.put(row[1], row[7]);
			}
		}
		return applied;
	}

	private static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
