package dev.appmigrations.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An embedded PostgreSQL server for all contests. It runs without fsync, so that what is
 * compared is work, not the disk.
 */
final class Server implements AutoCloseable {

	private final EmbeddedPostgres postgres;

	private int databases;

	private Server(EmbeddedPostgres postgres) {
		this.postgres = postgres;
	}

	static Server start() throws IOException {
		// PostgreSQL's default, of which the memory for locks depends.
		return new Server(EmbeddedPostgres.builder().setServerConfig("max_connections", "100").start());
	}

	/**
	 * Creates an empty database.
	 * @return its URL, user included
	 * @throws SQLException if the server refuses
	 */
	String createDatabase() throws SQLException {
		this.databases++;
		String name = "benchmark_" + this.databases;
		execute("CREATE DATABASE " + name);
		return url(name);
	}

	void drop(String url) throws SQLException {
		String name = url.substring(url.lastIndexOf('/') + 1, url.indexOf('?'));
		execute("DROP DATABASE " + name + " WITH (FORCE)");
	}

	/**
	 * Makes a task of work on an empty database, which is there for this work only.
	 * @param work what to do
	 * @return a task that measures the work, not the creation of the database
	 */
	Contestant.Task task(OnDatabase work) {
		return () -> {
			String url = createDatabase();
			try {
				Contestant.Work timed = () -> work.run(dataSource(url));
				return timed.time();
			}
			finally {
				drop(url);
			}
		};
	}

	/**
	 * Makes a task of work on an empty database, as {@link #task} does.
	 * @param work what to do
	 * @return a task that measures the work, and the CPU time that this process needs for
	 * it
	 */
	Cost.Task costing(OnDatabase work) {
		return () -> {
			String url = createDatabase();
			try {
				return Cost.of(() -> work.run(dataSource(url)));
			}
			finally {
				drop(url);
			}
		};
	}

	String version() throws SQLException {
		try (Connection connection = DriverManager.getConnection(url("postgres"));
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SHOW server_version")) {
			rows.next();
			return rows.getString(1);
		}
	}

	static PGSimpleDataSource dataSource(String url) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(url);
		return dataSource;
	}

	/**
	 * Runs statements one by one, over a connection of their own.
	 * @param dataSource the database
	 * @param statements the statements
	 * @throws SQLException if the server refuses one
	 */
	static void execute(DataSource dataSource, String... statements) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private String url(String database) {
		return "jdbc:postgresql://localhost:" + this.postgres.getPort() + "/" + database + "?user=postgres";
	}

	private void execute(String sql) throws SQLException {
		execute(dataSource(url("postgres")), sql);
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

	/**
	 * Work on a database.
	 */
	@FunctionalInterface
	interface OnDatabase {

		/**
		 * Does the work once.
		 * @param dataSource the database
		 * @throws Exception if it cannot be done
		 */
		void run(DataSource dataSource) throws Exception;

	}

}
