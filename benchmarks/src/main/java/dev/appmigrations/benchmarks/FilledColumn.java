package dev.appmigrations.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * A new column of a large table, and the ways to fill it.
 *
 * @param rows how many rows the table has
 */
record FilledColumn(int rows) {

	private static final int FIXED = 1_000;

	/**
	 * Makes the table, whose new column is empty.
	 * @param dataSource the database
	 * @throws SQLException if the server refuses
	 */
	void create(DataSource dataSource) throws SQLException {
		Server.execute(dataSource, "CREATE TABLE accounts (id bigint PRIMARY KEY, amount int NOT NULL,"
				+ " hits int NOT NULL DEFAULT 0, note text NOT NULL)");
		Server.execute(dataSource, "INSERT INTO accounts SELECT i, i % 1000, 0, md5(i::text) || md5(i::text)"
				+ " FROM generate_series(1, " + this.rows + ") i");
		Server.execute(dataSource, "ALTER TABLE accounts ADD COLUMN total int");
		Server.execute(dataSource, "VACUUM ANALYZE accounts");
		Server.execute(dataSource, "CHECKPOINT");
	}

	void atOnce(DataSource dataSource) throws SQLException {
		Server.execute(dataSource, "UPDATE accounts SET total = amount * 2");
	}

	void inFixedBatches(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				PreparedStatement update = connection
					.prepareStatement("UPDATE accounts SET total = amount * 2 WHERE id BETWEEN ? AND ?")) {
			for (long from = 1; from <= this.rows; from += FIXED) {
				update.setLong(1, from);
				update.setLong(2, from + FIXED - 1);
				update.executeUpdate();
			}
		}
	}

	/** Returns a folder with the backfill. */
	static ScriptFolder backfill() throws IOException {
		ScriptFolder folder = ScriptFolder.create(0);
		Files.writeString(folder.scripts().resolve("V1__fill_total.sql"), """
				-- migrate:backfill table=accounts
				-- migrate:verify SELECT id FROM accounts WHERE total IS DISTINCT FROM amount * 2
				UPDATE accounts SET total = amount * 2 WHERE id BETWEEN :from AND :to;
				""");
		return folder;
	}

}
