package dev.appmigrations.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.support.MemoryScripts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A server that is restarted under an instance.
 */
class InstanceRestartTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	@TempDir
	private Path temporary;

	private EmbeddedPostgres start(int port) throws IOException {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setDataDirectory(this.temporary.resolve("data"))
			.setCleanDataDirectory(false);
		return ((port != 0) ? builder.setPort(port) : builder).start();
	}

	@Test
	void anInstanceOutlivesARestartOfTheServer() throws Exception {
		AtomicInteger suspensions = new AtomicInteger();
		AtomicInteger resumptions = new AtomicInteger();
		EmbeddedPostgres server = start(0);
		int port = server.getPort();
		Migrator migrator = Migrator
			.builder(server.getPostgresDatabase(), new MemoryScripts().with("1_one.sql", "SELECT 1;"))
			.build();
		try (MigratorInstance instance = migrator.instance(server.getPostgresDatabase(),
				new InstanceSettings("shop", Duration.ofMillis(100), Duration.ofSeconds(1), true),
				new InstanceListener() {

					@Override
					public void suspended(String reason) {
						suspensions.incrementAndGet();
					}

					@Override
					public void resumed() {
						resumptions.incrementAndGet();
					}

				}, new Heartbeats())) {
			instance.migrate();
			server.close();
			await().atMost(SOON).until(() -> suspensions.get() == 1);
			server = start(port);
			await().atMost(SOON).until(() -> resumptions.get() == 1);
			assertThat(rows(server)).isOne();
		}
		assertThat(rows(server)).isZero();
		server.close();
	}

	private static int rows(EmbeddedPostgres server) throws SQLException {
		try (Connection connection = server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement
					.executeQuery("SELECT count(*) FROM migration_instance WHERE lapses_at > now()")) {
			result.next();
			return result.getInt(1);
		}
	}

}
