package dev.appmigrations.command.scratch;

import java.util.UUID;

import dev.appmigrations.autoconfigure.MigrationSetupException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * Starts a server in a container, with Testcontainers.
 */
final class ContainerServer {

	private static final int PORT = 5432;

	private ContainerServer() {
	}

	/**
	 * Starts a server.
	 * @param image the image, which is configured like the official one of PostgreSQL
	 */
	// The container is closed by the server's stop.
	@SuppressWarnings("resource")
	static StartedServer start(String image) {
		String password = UUID.randomUUID().toString();
		try {
			GenericContainer<?> container = new GenericContainer<>(image).withEnv("POSTGRES_PASSWORD", password)
				.withExposedPorts(PORT)
				.withCommand("postgres", "-c", "fsync=off")
				.waitingFor(Wait.forLogMessage(".*database system is ready to accept connections.*\\s", 2));
			container.start();
			return StartedServer.at(container.getHost(), container.getMappedPort(PORT), password, container::stop);
		}
		catch (RuntimeException ex) {
			throw new MigrationSetupException("No server was started from the image " + image + ": " + ex.getMessage(),
					"Start Docker, or name a server where a scratch database may be made: --trace=URL.", ex);
		}
	}

}
