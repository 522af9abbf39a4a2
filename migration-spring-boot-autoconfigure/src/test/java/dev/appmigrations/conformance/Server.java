package dev.appmigrations.conformance;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.slf4j.LoggerFactory;

/**
 * An embedded server on which no statement takes long: what a statement does is of no
 * interest here.
 */
final class Server implements AutoCloseable {

	private final EmbeddedPostgres postgres;

	private final AtomicInteger databases = new AtomicInteger();

	private Server(EmbeddedPostgres postgres) {
		this.postgres = postgres;
	}

	static Server start() throws IOException {
		((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		return new Server(EmbeddedPostgres.builder()
			.setServerConfig("fsync", "off")
			.setServerConfig("full_page_writes", "off")
			.setServerConfig("synchronous_commit", "off")
			.setServerConfig("autovacuum", "off")
			.setServerConfig("jit", "off")
			.setServerConfig("log_min_messages", "panic")
			.setServerConfig("statement_timeout", "1s")
			.setServerConfig("lock_timeout", "100ms")
			.start());
	}

	int port() {
		return this.postgres.getPort();
	}

	String createDatabase() throws SQLException {
		String name = "conformance_" + this.databases.incrementAndGet();
		execute("CREATE DATABASE " + name + " TEMPLATE template0");
		return name;
	}

	void dropDatabase(String name) throws SQLException {
		execute("DROP DATABASE " + name + " WITH (FORCE)");
	}

	private void execute(String sql) throws SQLException {
		try (Connection connection = this.postgres.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("SET statement_timeout = 0; SET lock_timeout = 0");
			statement.execute(sql);
		}
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

}
