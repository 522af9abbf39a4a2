package dev.appmigrations.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import static org.awaitility.Awaitility.await;

/**
 * A PostgreSQL server with a standby that follows it.
 */
public final class PrimaryAndStandby implements AutoCloseable {

	private static final Duration SOON = Duration.ofSeconds(60);

	private final Path directory;

	private final EmbeddedPostgres primary;

	private final EmbeddedPostgres standby;

	private PrimaryAndStandby(Path directory, EmbeddedPostgres primary, EmbeddedPostgres standby) {
		this.directory = directory;
		this.primary = primary;
		this.standby = standby;
	}

	/**
	 * Starts both servers.
	 * @param directory where their data directories are made
	 * @param sql what is run on the primary before it is copied
	 */
	public static PrimaryAndStandby start(Path directory, String sql) throws Exception {
		Files.writeString(directory.resolve("pg_hba.conf"), """
				host all all all trust
				host replication all all trust
				""");
		try (EmbeddedPostgres source = server(directory, "primary")) {
			execute(source, sql);
		}
		copy(directory);
		EmbeddedPostgres primary = server(directory, "primary");
		Files.createFile(directory.resolve("standby/standby.signal"));
		Files.writeString(directory.resolve("standby/postgresql.auto.conf"),
				"primary_conninfo = 'host=localhost port=" + primary.getPort()
						+ " user=postgres application_name=reports'\nwal_receiver_status_interval = '1s'\n",
				StandardOpenOption.APPEND);
		EmbeddedPostgres standby = server(directory, "standby");
		await().atMost(SOON)
			.until(() -> value(primary, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
				.equals("1"));
		return new PrimaryAndStandby(directory, primary, standby);
	}

	private static EmbeddedPostgres server(Path directory, String name) throws IOException {
		return EmbeddedPostgres.builder()
			.setDataDirectory(directory.resolve(name))
			.setCleanDataDirectory(false)
			.setPGStartupWait(SOON)
			.setServerConfig("fsync", "off")
			.setServerConfig("max_connections", "20")
			.setServerConfig("max_slot_wal_keep_size", "1MB")
			.setServerConfig("hba_file", directory.resolve("pg_hba.conf").toString())
			.start();
	}

	private static void copy(Path directory) throws IOException {
		Path source = directory.resolve("primary");
		try (Stream<Path> files = Files.walk(source)) {
			files.filter((file) -> !List.of("postmaster.pid", "epg-lock").contains(file.getFileName().toString()))
				.forEach((file) -> {
					try {
						Files.copy(file, directory.resolve("standby").resolve(source.relativize(file)),
								StandardCopyOption.COPY_ATTRIBUTES);
					}
					catch (IOException ex) {
						throw new UncheckedIOException(ex);
					}
				});
		}
	}

	public EmbeddedPostgres primary() {
		return this.primary;
	}

	public EmbeddedPostgres standby() {
		return this.standby;
	}

	/** Lets no transaction of the primary commit before the standby has it. */
	public void replicateSynchronously() throws SQLException {
		execute(this.primary, "ALTER SYSTEM SET synchronous_standby_names = '*'");
		execute(this.primary, "SELECT pg_reload_conf()");
		await().atMost(SOON)
			.until(() -> value(this.primary, "SELECT sync_state FROM pg_stat_replication").equals("sync"));
	}

	/** Ends the primary as a crash would. */
	public void crashPrimary() throws Exception {
		long pid = Long.parseLong(Files.readAllLines(this.directory.resolve("primary/postmaster.pid")).get(0).strip());
		ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
		new ProcessBuilder("kill", "-QUIT", String.valueOf(pid)).inheritIO().start().waitFor();
		await().atMost(SOON).until(() -> !process.isAlive());
	}

	public void promote() throws SQLException {
		execute(this.standby, "SELECT pg_promote()");
	}

	/** Returns a URL that leads to whichever of them can be written to. */
	public String url() {
		return "jdbc:postgresql://localhost:" + this.primary.getPort() + ",localhost:" + this.standby.getPort()
				+ "/postgres?targetServerType=primary";
	}

	public static void execute(EmbeddedPostgres server, String sql) throws SQLException {
		try (Connection connection = server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/** Returns the first value. */
	public static String value(EmbeddedPostgres server, String sql) throws SQLException {
		try (Connection connection = server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			return (result.next()) ? String.valueOf(result.getString(1)) : "null";
		}
	}

	@Override
	public void close() throws IOException {
		this.standby.close();
		this.primary.close();
	}

}
