package dev.appmigrations.engine.jdbc;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * The server that a migrator's data source leads to, for those operations that need
 * another database of it: none can be created or dropped over a connection to itself.
 */
public interface DatabaseServer {

	/**
	 * Returns the database that the data source leads to, which need not exist.
	 * @return its name, exactly; {@code null} if the data source does not tell
	 */
	@Nullable String database();

	/**
	 * Returns a data source that leads to another database, with the same servers, user
	 * and settings of the connection.
	 * @param database the name of the database
	 * @return a data source without a pool
	 */
	DataSource to(String database);

	/**
	 * Tells whether this process has started the server, for itself alone: embedded, or
	 * in a container. That a server is on this machine does not prove it, because tunnels
	 * and proxies to others end here, too.
	 * @return whether it is known to have done so
	 */
	default boolean startedHere() {
		return false;
	}

}
