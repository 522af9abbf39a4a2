package dev.appmigrations.support;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;

import static org.awaitility.Awaitility.await;

/**
 * PgBouncer in front of a database of the tests.
 */
public final class PgBouncer implements AutoCloseable {

	private final Process process;

	private final int port;

	private final TestDatabase database;

	private PgBouncer(Process process, int port, TestDatabase database) {
		this.process = process;
		this.port = port;
		this.database = database;
	}

	/** Returns the program, which Debian has where not everyone looks. */
	public static Optional<Path> program() {
		return Stream
			.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
					Stream.of("/usr/sbin"))
			.map((folder) -> Path.of(folder, "pgbouncer"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Starts it.
	 * @param folder for its files, which other users of the system may have to read
	 * @param database the only database that it knows
	 * @param mode its {@code pool_mode}
	 * @param sessions how many sessions of the server it may open
	 * @param connectQuery what it runs in each of them first
	 * @param settings more lines of its configuration
	 */
	public static PgBouncer start(Path folder, TestDatabase database, String mode, int sessions, String connectQuery,
			String... settings) throws IOException {
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		String host = InetAddress.getLoopbackAddress().getHostAddress();
		Path users = Files.writeString(folder.resolve("users.txt"), "\"postgres\" \"postgres\"\n");
		Path log = folder.resolve("pgbouncer.log");
		Path configuration = Files.writeString(folder.resolve("pgbouncer.ini"), """
				[databases]
				%s = host=%s port=%d dbname=%s connect_query='%s'
				[pgbouncer]
				listen_addr = %s
				listen_port = %d
				unix_socket_dir =
				auth_type = trust
				auth_file = %s
				pool_mode = %s
				default_pool_size = %d
				ignore_startup_parameters = extra_float_digits
				%s
				""".formatted(database.name(), host, TestDatabase.port(), database.name(),
				connectQuery.replace("'", "''"), host, port, users, mode, sessions, String.join("\n", settings)));
		List<String> command = new ArrayList<>(List.of(program().orElseThrow().toString()));
		if ("root".equals(System.getProperty("user.name"))) {
			// It refuses to run as root.
			command.addAll(List.of("-u", "nobody"));
			readableByAll(folder);
			readableByAll(users);
			readableByAll(configuration);
		}
		command.add(configuration.toString());
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		PgBouncer bouncer = new PgBouncer(process, port, database);
		try {
			await().atMost(Duration.ofSeconds(20)).until(bouncer::listens);
			return bouncer;
		}
		catch (RuntimeException ex) {
			bouncer.close();
			throw new IllegalStateException("PgBouncer did not start: " + Files.readString(log), ex);
		}
	}

	private static void readableByAll(Path path) {
		boolean readable = path.toFile().setReadable(true, false);
		if (Files.isDirectory(path)) {
			readable &= path.toFile().setExecutable(true, false);
		}
		if (!readable) {
			throw new IllegalStateException(path + " cannot be made readable");
		}
	}

	private boolean listens() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** A pool of one connection in front of the pooler. */
	public HikariDataSource pool(String application) {
		return pool(application, 1);
	}

	public HikariDataSource pool(String application, int size) {
		return Pools.of(this.database, (config) -> {
			config.setMaximumPoolSize(size);
			config.setJdbcUrl("jdbc:postgresql://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + this.port
					+ "/" + this.database.name() + "?prepareThreshold=0");
			config.addDataSourceProperty("ApplicationName", application);
		});
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
	}

}
