package dev.appmigrations.engine.instance;

import java.util.IdentityHashMap;

import javax.sql.DataSource;

import dev.appmigrations.engine.run.RunContext;

/**
 * The heartbeats of all instances of an application. However many of them there are, they
 * take one thread and at most one connection for each data source, and one thread that
 * notices when heartbeats fail to arrive.
 */
public final class Heartbeats {

	private final IdentityHashMap<DataSource, HeartbeatConnection> connections = new IdentityHashMap<>();

	private final SharedThread watch = new SharedThread();

	/**
	 * Returns the connection of a data source.
	 * @param own the data source
	 * @param context tells the time
	 * @return always the same for the same data source
	 */
	synchronized HeartbeatConnection connection(DataSource own, RunContext context) {
		return this.connections.computeIfAbsent(own,
				(dataSource) -> new HeartbeatConnection(dataSource, context.clock(), context.sleeper()));
	}

	/**
	 * Returns the thread that notices when heartbeats fail to arrive. Nothing that it
	 * does waits for a database.
	 * @return the thread
	 */
	SharedThread watch() {
		return this.watch;
	}

}
