package dev.appmigrations.command.scratch;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.DatabaseServers;
import dev.appmigrations.engine.jdbc.DatabaseServer;
import org.jspecify.annotations.Nullable;

/**
 * A server that this process has started for a command, and stops after it.
 *
 * @param stop stops it
 * @param server leads to it
 */
record StartedServer(Runnable stop, DatabaseServer server) implements DatabaseServer {

	static StartedServer at(String host, int port, String password, Runnable stop) {
		return new StartedServer(stop, DatabaseServers.ofUrl("the server that was started",
				"jdbc:postgresql://" + host + ":" + port + "/postgres?user=postgres&password=" + password));
	}

	@Override
	public @Nullable String database() {
		return this.server.database();
	}

	@Override
	public DataSource to(String database) {
		return this.server.to(database);
	}

	@Override
	public boolean startedHere() {
		return true;
	}

}
