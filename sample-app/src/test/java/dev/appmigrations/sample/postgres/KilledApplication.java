package dev.appmigrations.sample.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/**
 * Starts a server, writes something, and ends without any clean-up, as {@code kill -9}
 * would end it. A process of its own in {@link EmbeddedPostgresServerTests}.
 */
public final class KilledApplication {

	private KilledApplication() {
	}

	public static void main(String[] args) throws Exception {
		EmbeddedPostgresServer server = EmbeddedPostgresServer.start(Path.of(args[0]), 0);
		try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), EmbeddedPostgresServer.USERNAME, "");
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE killed (id integer)");
		}
		Runtime.getRuntime().halt(137);
	}

}
