package dev.appmigrations.sample.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EmbeddedPostgresServer} and its {@link DataDirectory}.
 */
class EmbeddedPostgresServerTests {

	@TempDir
	Path temp;

	private Path data;

	@BeforeEach
	void nameDataDirectory() {
		this.data = this.temp.resolve("with space").resolve("postgres");
	}

	@Test
	void startWhenStoppedBeforeFindsItsData() throws Exception {
		try (EmbeddedPostgresServer server = start()) {
			execute(server, "CREATE TABLE kept (id integer)");
			assertThatIllegalStateException().isThrownBy(this::start).withMessageContaining("in use by another");
			execute(server, "INSERT INTO kept VALUES (42)");
		}
		assertThat(this.data.resolve("postmaster.pid")).doesNotExist();
		try (EmbeddedPostgresServer server = start()) {
			assertThat(query(server, "SELECT id FROM kept")).isEqualTo("42");
		}
	}

	@Test
	void startWhenPortIsTakenUsesAnother() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				EmbeddedPostgresServer server = EmbeddedPostgresServer.start(this.data, taken.getLocalPort())) {
			assertThat(server.jdbcUrl()).doesNotContain(":" + taken.getLocalPort() + "/");
			assertThat(query(server, "SELECT 1")).isEqualTo("1");
		}
	}

	@Test
	void startWhenDirectoryHoldsSomethingElseRefusesAndTouchesNothing() throws Exception {
		Path file = Files.createDirectories(this.data).resolve("thesis.txt");
		Files.writeString(file, "unsaved");
		for (int i = 0; i < 2; i++) {
			assertThatIllegalStateException().isThrownBy(this::start).withMessageContaining("neither empty nor");
		}
		assertThat(file).hasContent("unsaved");
	}

	@Test
	void startWhenInitializationWasCutOffBeginsAgain() throws Exception {
		Files.writeString(Files.createDirectories(this.data).resolve("PG_VERSION"), "18");
		Files.createFile(this.data.resolveSibling("postgres.initializing"));
		try (EmbeddedPostgresServer server = start()) {
			assertThat(query(server, "SELECT 1")).isEqualTo("1");
		}
		assertThat(this.data.resolveSibling("postgres.initializing")).doesNotExist();
	}

	private EmbeddedPostgresServer start() {
		return EmbeddedPostgresServer.start(this.data, 0);
	}

	private static void execute(EmbeddedPostgresServer server, String sql) throws SQLException {
		try (Connection connection = connect(server); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String query(EmbeddedPostgresServer server, String sql) throws SQLException {
		try (Connection connection = connect(server);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

	private static Connection connect(EmbeddedPostgresServer server) throws SQLException {
		return DriverManager.getConnection(server.jdbcUrl(), EmbeddedPostgresServer.USERNAME, "");
	}

	@Nested
	class Killed {

		@BeforeEach
		void startAndKill() throws Exception {
			List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
					System.getProperty("java.class.path"), KilledApplication.class.getName(),
					EmbeddedPostgresServerTests.this.data.toString());
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(EmbeddedPostgresServerTests.this.temp.resolve("killed.log").toFile())
				.start();
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(process.exitValue()).isEqualTo(137);
		}

		@Test
		void startWhenServerStillRunsTakesItOver() throws Exception {
			ProcessHandle left = server();
			assertThat(left.isAlive()).isTrue();
			try (EmbeddedPostgresServer server = start()) {
				assertThat(query(server, "SELECT count(*) FROM killed")).isEqualTo("0");
				assertThat(server()).isEqualTo(left);
			}
			assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(10));
			assertThat(EmbeddedPostgresServerTests.this.data.resolve("postmaster.pid")).doesNotExist();
		}

		@Test
		void startWhenServerWasKilledTooRecovers() throws Exception {
			killServer();
			try (EmbeddedPostgresServer server = start()) {
				assertThat(query(server, "SELECT count(*) FROM killed")).isEqualTo("0");
			}
		}

		@Test
		void startWhenServersNumberBelongsToAnotherProcessRecovers() throws Exception {
			killServer();
			Path pidFile = EmbeddedPostgresServerTests.this.data.resolve("postmaster.pid");
			List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
			lines.set(0, Long.toString(ProcessHandle.current().pid()));
			Files.write(pidFile, lines);
			try (EmbeddedPostgresServer server = start()) {
				assertThat(query(server, "SELECT count(*) FROM killed")).isEqualTo("0");
			}
		}

		private void killServer() throws Exception {
			ProcessHandle left = server();
			List<ProcessHandle> children = left.children().toList();
			left.destroyForcibly();
			left.onExit().get(10, TimeUnit.SECONDS);
			// The others notice by themselves, and hold the shared memory until they do
			for (ProcessHandle child : children) {
				child.onExit().get(10, TimeUnit.SECONDS);
			}
		}

		private ProcessHandle server() throws IOException {
			Path pidFile = EmbeddedPostgresServerTests.this.data.resolve("postmaster.pid");
			return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0))).orElseThrow();
		}

	}

}
