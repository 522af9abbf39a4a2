package dev.appmigrations.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import dev.appmigrations.support.NetworkNamespace;
import dev.appmigrations.support.OldestAndNewest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A client whose network is unplugged while the server works for it. Only a real network
 * shows what TCP makes of that: whatever stands between on this machine acknowledges for
 * the other end.
 */
@OldestAndNewest
class LostClientTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	private static final String LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'";

	@TempDir
	private Path temporary;

	@Test
	void theServerFreesTheLockAndTheClientEndsWhenThePacketsAreLost() throws Exception {
		assumeTrue(NetworkNamespace.isPossible(), "No network namespace can be made here: ip netns add");
		Path scripts = Files.createDirectory(this.temporary.resolve("scripts"));
		// The answer is under way when nothing gets through any more.
		Files.writeString(scripts.resolve("1_a.sql"), "SELECT pg_sleep(6);");
		try (NetworkNamespace network = NetworkNamespace.create();
				EmbeddedPostgres server = EmbeddedPostgres.builder()
					.setDataDirectory(this.temporary.resolve("data"))
					.setServerConfig("fsync", "off")
					.setServerConfig("listen_addresses", "*")
					.start()) {
			admit(server, network.network());
			String url = "jdbc:postgresql://" + network.host() + ":" + server.getPort() + "/postgres?sslmode=disable";
			try (KilledProcess client = KilledProcess.start(network::command, url, scripts,
					KilledMigration.NETWORK_OF_4S)) {
				await().atMost(SOON)
					.until(() -> !"0"
						.equals(value(server, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")));
				network.unplug();
				long start = System.nanoTime();
				await().atMost(SOON).until(() -> "0".equals(value(server, LOCKS)));
				// Two of the statement, four of the network; keepalives would take a
				// minute.
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(4),
						Duration.ofSeconds(40));
				client.awaitLineWith("no other connection reached the database");
			}
		}
	}

	private static void admit(EmbeddedPostgres server, String network) throws IOException, SQLException {
		Path rules = Path.of(value(server, "SHOW hba_file"));
		Files.writeString(rules, "\nhost all all " + network + " trust\n", StandardOpenOption.APPEND);
		assertThat(value(server, "SELECT pg_reload_conf()")).isEqualTo("t");
	}

	private static String value(EmbeddedPostgres server, String sql) throws SQLException {
		try (Connection connection = server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			assertThat(result.next()).isTrue();
			return result.getString(1);
		}
	}

}
