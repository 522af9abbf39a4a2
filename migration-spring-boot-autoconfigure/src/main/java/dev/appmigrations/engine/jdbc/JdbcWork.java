package dev.appmigrations.engine.jdbc;

import java.sql.Connection;

/**
 * Work that somebody else does with a connection.
 */
@FunctionalInterface
public interface JdbcWork {

	/**
	 * Works.
	 * @param connection the connection; in a transaction, one that leaves the transaction
	 * to whoever lends it
	 * @throws Exception if it fails
	 */
	void run(Connection connection) throws Exception;

}
