package dev.appmigrations.sample.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server for this process alone, whose data stay when it stops.
 * <ol>
 * <li>The data directory is locked, and what a killed process left there is put in
 * order.</li>
 * <li>A server that such a process left running is taken over: it keeps its port, and the
 * library, which waits for whoever answers there, finds it ready and stops it in the
 * end.</li>
 * <li>Otherwise a server starts, on the wanted port if that is free.</li>
 * <li>The server is asked for its data directory: whoever has another one is not
 * ours.</li>
 * </ol>
 */
final class EmbeddedPostgresServer implements AutoCloseable {

	static final String USERNAME = "postgres";

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedPostgresServer.class);

	// Long enough for a recovery after a crash
	private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

	private final DataDirectory directory;

	private final EmbeddedPostgres server;

	private EmbeddedPostgresServer(DataDirectory directory, EmbeddedPostgres server) {
		this.directory = directory;
		this.server = server;
	}

	/**
	 * Starts a server.
	 * @param dataDirectory where its data are, or will be
	 * @param wantedPort the port to listen on if it is free, or 0 for any
	 * @return the server, ready for connections from this machine
	 * @throws IllegalStateException if the server can't start
	 */
	static EmbeddedPostgresServer start(Path dataDirectory, int wantedPort) {
		DataDirectory directory = DataDirectory.open(dataDirectory);
		try {
			int port = directory.portOfRunningServer().orElseGet(() -> freePort(wantedPort));
			EmbeddedPostgres server = start(directory, port);
			String version = verify(directory, server);
			logger.info("Embedded PostgreSQL {} is ready: psql postgresql://{}@localhost:{}/postgres (data in {})",
					version, USERNAME, server.getPort(), directory.path());
			return new EmbeddedPostgresServer(directory, server);
		}
		catch (IOException | SQLException | RuntimeException ex) {
			directory.close();
			throw new IllegalStateException("The embedded PostgreSQL server did not start on " + directory.path()
					+ ". Its log " + directory.log() + " says why", ex);
		}
	}

	/**
	 * Looks for a server that another process of this application runs on the same data.
	 * @param dataDirectory where its data are
	 * @return the JDBC URL, or empty if no living application has the directory
	 */
	static Optional<String> urlOfRunning(Path dataDirectory) {
		OptionalInt port = DataDirectory.portInUse(dataDirectory);
		return (port.isPresent()) ? Optional.of(url(port.getAsInt())) : Optional.empty();
	}

	private static int freePort(int wanted) {
		try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			logger.info("Port {} is taken", wanted);
			return 0;
		}
	}

	private static EmbeddedPostgres start(DataDirectory directory, int port) throws IOException {
		Redirect log = Redirect.appendTo(directory.log().toFile());
		return EmbeddedPostgres.builder()
			.setDataDirectory(directory.path())
			.setCleanDataDirectory(false)
			.setDataDirectoryCustomizer((initialized) -> directory.initialized())
			.setPort(port)
			.setPGStartupWait(START_TIMEOUT)
			// Into a file: a server that outlives this process must not lose its output
			.setOutputRedirector(log)
			.setErrorRedirector(log)
			// Spring closes the pool first, then the server; the library's own hook would
			// not
			.setRegisterShutdownHook(false)
			// The library's defaults are for data that nobody will miss
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("max_connections", "100")
			// No lock file in /tmp that can be in the way after a crash
			.setServerConfig("unix_socket_directories", "")
			// The one locale that is there on every machine
			.setLocaleConfig("locale", "C")
			.start();
	}

	private static String verify(DataDirectory directory, EmbeddedPostgres server) throws IOException, SQLException {
		try (Connection connection = server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet settings = statement
					.executeQuery("SELECT current_setting('data_directory'), current_setting('server_version')")) {
			settings.next();
			Path actual = Path.of(settings.getString(1));
			if (!Files.isSameFile(actual, directory.path())) {
				throw new IllegalStateException(
						"Port " + server.getPort() + " belongs to a server with other data, in " + actual);
			}
			return settings.getString(2);
		}
	}

	/**
	 * The URL of the server's database, without credentials: the server trusts this
	 * machine.
	 * @return the JDBC URL
	 */
	String jdbcUrl() {
		return url(this.server.getPort());
	}

	private static String url(int port) {
		return "jdbc:postgresql://localhost:" + port + "/postgres";
	}

	/**
	 * Stops the server; a second call does nothing.
	 */
	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.directory.close();
		}
	}

}
