package dev.appmigrations.java;

import java.sql.Connection;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a backfill in Java has done.
 *
 * @param rows how many rows were walked
 * @param skipped how many of them were left out because they failed
 * @param connection the connection, in the transaction that says that the backfill is
 * done; it cannot be committed, and never be closed
 * @param jdbcClient uses that connection
 */
public record BackfillResult(long rows, int skipped, Connection connection, JdbcClient jdbcClient) {

	static BackfillResult of(long rows, int skipped, Connection connection) {
		return new BackfillResult(rows, skipped, connection, JavaMigrationContext.client(connection));
	}

}
