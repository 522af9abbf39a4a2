package dev.appmigrations.command.scratch;

import java.io.IOException;

import dev.appmigrations.autoconfigure.MigrationSetupException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Starts an embedded server. Its library and its binaries are on the class path of
 * applications that test with them.
 */
final class EmbeddedServer {

	private EmbeddedServer() {
	}

	static StartedServer start() {
		try {
			EmbeddedPostgres server = EmbeddedPostgres.builder()
				.setServerConfig("fsync", "off")
				.setServerConfig("full_page_writes", "off")
				.setServerConfig("synchronous_commit", "off")
				// The one locale that is there on every machine
				.setLocaleConfig("locale", "C")
				.start();
			return StartedServer.at("localhost", server.getPort(), "postgres", () -> stop(server));
		}
		catch (IOException | RuntimeException ex) {
			throw new MigrationSetupException("The embedded PostgreSQL server did not start: " + ex.getMessage(),
					"Name a server where a scratch database may be made: --trace=URL.", ex);
		}
	}

	private static void stop(EmbeddedPostgres server) {
		try {
			server.close();
		}
		catch (IOException ex) {
			throw new MigrationSetupException("The embedded PostgreSQL server could not be stopped: " + ex.getMessage(),
					"It ends with this process.", ex);
		}
	}

}
