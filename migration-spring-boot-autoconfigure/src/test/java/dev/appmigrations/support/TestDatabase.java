package dev.appmigrations.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A fresh database on a PostgreSQL server that all tests of a JVM share.
 */
public final class TestDatabase implements AutoCloseable {

	private static final AtomicInteger counter = new AtomicInteger();

	private static final StatementLog LOG = new StatementLog(logFolder());

	private final String name;

	private TestDatabase(String name) {
		this.name = name;
	}

	public static TestDatabase create() {
		return create("");
	}

	/**
	 * Creates a database.
	 * @param options what stands behind its name in {@code CREATE DATABASE}
	 */
	public static TestDatabase create(String options) {
		String name = "test_" + ProcessHandle.current().pid() + "_" + counter.incrementAndGet();
		Server.maintain("CREATE DATABASE " + name + " " + options + Server.STRATEGY);
		return new TestDatabase(name);
	}

	/** Returns what came by the simple protocol since this was last asked for. */
	static List<String> loggedMessages() throws IOException {
		return LOG.read();
	}

	public static int port() {
		return Server.POSTGRES.getPort();
	}

	public String name() {
		return this.name;
	}

	public String username() {
		return "postgres";
	}

	public String password() {
		return "postgres";
	}

	public String url() {
		return urlOf(this.name);
	}

	public DataSource dataSource() {
		return dataSource(username());
	}

	public DataSource dataSource(String role) {
		return dataSource(this.name, role);
	}

	public void execute(String sql) {
		executeIn(this.name, sql);
	}

	/** Runs a statement that belongs to no database, such as one about roles. */
	public void executeOnServer(String sql) {
		executeIn("postgres", sql);
	}

	/** Returns the first column of all rows. */
	public List<@Nullable String> list(String sql) {
		try (Connection connection = dataSource().getConnection(); Statement statement = connection.createStatement()) {
			ResultSet result = statement.executeQuery(sql);
			List<@Nullable String> values = new ArrayList<>();
			while (result.next()) {
				values.add(result.getString(1));
			}
			return values;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public @Nullable String value(String sql) {
		return list(sql).get(0);
	}

	@Override
	public void close() {
		Server.maintain("DROP DATABASE IF EXISTS " + this.name + " WITH (FORCE)");
	}

	private static String urlOf(String database) {
		return "jdbc:postgresql://localhost:" + port() + "/" + database;
	}

	private static DataSource dataSource(String database, String role) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(urlOf(database));
		dataSource.setUser(role);
		dataSource.setPassword("postgres");
		return dataSource;
	}

	private static void executeIn(String database, String sql) {
		try (Connection connection = dataSource(database, "postgres").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Path logFolder() {
		try {
			Path folder = Files.createTempDirectory("statements");
			// The server may belong to another user of this machine.
			folder.toFile().setWritable(true, false);
			folder.toFile().setReadable(true, false);
			folder.toFile().setExecutable(true, false);
			folder.toFile().deleteOnExit();
			folder.resolve("statements.log").toFile().deleteOnExit();
			folder.resolve("statements.csv").toFile().deleteOnExit();
			return folder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class Server {

		static final EmbeddedPostgres POSTGRES = start();

		/** Copying files takes a fifth of the time, where nothing waits for a disk. */
		static final String STRATEGY = (Integer.getInteger("test.postgres.major", 18) > 14) ? " STRATEGY FILE_COPY"
				: "";

		/** Stays open: a new one takes longer than what it is used for. */
		private static final Connection MAINTENANCE = connect();

		static synchronized void maintain(String sql) {
			try (Statement statement = MAINTENANCE.createStatement()) {
				statement.execute(sql);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static Connection connect() {
			try {
				return POSTGRES.getDatabase("postgres", "postgres").getConnection();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder()
					.setDataDirectory(ServerFolder.create())
					.setServerConfig("fsync", "off")
					.setServerConfig("full_page_writes", "off")
					.setServerConfig("synchronous_commit", "off")
					.setServerConfig("max_connections", "200")
					.setServerConfig("max_prepared_transactions", "10")
					.setServerConfig("wal_level", "logical")
					.setServerConfig("logging_collector", "on")
					.setServerConfig("log_destination", "csvlog")
					.setServerConfig("log_directory", LOG.folder().toString())
					.setServerConfig("log_filename", "statements.log")
					.setServerConfig("log_statement", "all")
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
