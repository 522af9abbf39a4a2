package dev.appmigrations.java;

import java.sql.Connection;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What a migration in Java works with.
 *
 * @param connection the connection on which all migrations run, with their settings. In a
 * transaction it cannot be committed, and never be closed
 * @param jdbcClient uses that connection
 * @param placeholders the values of the placeholders in scripts, by name
 */
public record JavaMigrationContext(Connection connection, JdbcClient jdbcClient, Map<String, String> placeholders) {

	public JavaMigrationContext {
		placeholders = Map.copyOf(placeholders);
	}

	static JavaMigrationContext of(Connection connection, Map<String, String> placeholders) {
		return new JavaMigrationContext(connection, client(connection), placeholders);
	}

	static JdbcClient client(Connection connection) {
		return JdbcClient.create(new SingleConnectionDataSource(connection, true));
	}

}
