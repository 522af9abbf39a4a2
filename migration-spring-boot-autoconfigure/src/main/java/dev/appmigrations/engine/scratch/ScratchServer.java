package dev.appmigrations.engine.scratch;

import dev.appmigrations.engine.jdbc.DatabaseServer;

/**
 * A server on which a scratch database may be made.
 *
 * @param server leads to it; its role may create databases
 * @param disposable whether nobody minds what scripts do to the server beyond their own
 * database: roles, tablespaces, other databases
 */
public record ScratchServer(DatabaseServer server, boolean disposable) {

	/**
	 * Tells whether scripts may do everything on the server.
	 * @return whether it is called disposable, or was started by this process
	 */
	public boolean mayBeChanged() {
		return this.disposable || this.server.startedHere();
	}

}
