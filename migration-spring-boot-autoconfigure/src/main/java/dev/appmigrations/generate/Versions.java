package dev.appmigrations.generate;

import dev.appmigrations.engine.shape.TableShape;

/**
 * The versions of the server that migrations are written for.
 */
final class Versions {

	private static final int MAJOR = 10_000;

	private Versions() {
	}

	/** Returns the oldest major version on which the migrations have to run. */
	static int oldest(ChangeRequest request, TableShape table) {
		int server = table.serverVersion() / MAJOR;
		return (request.oldestServer() == 0) ? server : Math.min(server, request.oldestServer());
	}

}
