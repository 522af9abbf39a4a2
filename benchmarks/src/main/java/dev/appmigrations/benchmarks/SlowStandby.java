package dev.appmigrations.benchmarks;

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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A server with a standby that replays for a tenth of the time only, as one does that is
 * busy with something else. A POSIX system is needed.
 */
final class SlowStandby implements AutoCloseable {

	private static final int PERIOD = 500;

	private static final int WORKING = 50;

	private final EmbeddedPostgres primary;

	private final EmbeddedPostgres standby;

	private final long replaying;

	private final Thread brake;

	private volatile boolean ended;

	private SlowStandby(EmbeddedPostgres primary, EmbeddedPostgres standby) throws SQLException {
		this.primary = primary;
		this.standby = standby;
		this.replaying = Long
			.parseLong(value(standby, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'startup'"));
		this.brake = new Thread(this::brake, "brake");
		this.brake.start();
	}

	/**
	 * Starts both servers.
	 * @return the servers
	 * @throws Exception if one cannot be started
	 */
	static SlowStandby start() throws Exception {
		Path folder = Files.createTempDirectory("standby");
		Files.writeString(folder.resolve("pg_hba.conf"), "host all all all trust\nhost replication all all trust\n");
		server(folder, "primary").close();
		copy(folder.resolve("primary"), folder.resolve("standby"));
		EmbeddedPostgres primary = server(folder, "primary");
		Files.createFile(folder.resolve("standby/standby.signal"));
		Files.writeString(
				folder.resolve("standby/postgresql.auto.conf"), "primary_conninfo = 'host=localhost port="
						+ primary.getPort() + " user=postgres'\nwal_receiver_status_interval = '1s'\n",
				StandardOpenOption.APPEND);
		return new SlowStandby(primary, server(folder, "standby"));
	}

	private static EmbeddedPostgres server(Path folder, String name) throws IOException {
		return EmbeddedPostgres.builder()
			.setDataDirectory(folder.resolve(name))
			.setCleanDataDirectory(false)
			.setServerConfig("fsync", "off")
			.setServerConfig("synchronous_commit", "off")
			.setServerConfig("wal_keep_size", "16GB")
			.setServerConfig("hba_file", folder.resolve("pg_hba.conf").toString())
			.start();
	}

	private static void copy(Path source, Path target) throws IOException {
		try (Stream<Path> files = Files.walk(source)) {
			files.filter((file) -> !List.of("postmaster.pid", "epg-lock").contains(file.getFileName().toString()))
				.forEach((file) -> {
					try {
						Files.copy(file, target.resolve(source.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
					}
					catch (IOException ex) {
						throw new UncheckedIOException(ex);
					}
				});
		}
	}

	private void brake() {
		try {
			while (!this.ended) {
				signal("-STOP");
				TimeUnit.MILLISECONDS.sleep(PERIOD - WORKING);
				signal("-CONT");
				TimeUnit.MILLISECONDS.sleep(WORKING);
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void signal(String signal) throws IOException, InterruptedException {
		new ProcessBuilder("kill", signal, String.valueOf(this.replaying)).start().waitFor();
	}

	/** Returns the server that is written to. */
	EmbeddedPostgres primary() {
		return this.primary;
	}

	static String value(EmbeddedPostgres server, String sql) throws SQLException {
		try (Connection connection = server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getString(1);
		}
	}

	@Override
	public void close() throws IOException {
		this.ended = true;
		try {
			this.brake.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.standby.close();
		this.primary.close();
	}

}
