package dev.appmigrations.sample.packaged;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that belongs to an ordinary role with a password, on a server that wants to
 * see it. All tests share the server.
 */
final class OwnedDatabase implements AutoCloseable {

	static final String OWNER = "shop_owner";

	/** A word that nothing prints by chance. */
	static final String PASSWORD = "hush-4711-hush";

	private static final AtomicInteger counter = new AtomicInteger();

	private final String name = "shop_" + counter.incrementAndGet();

	static OwnedDatabase create() {
		OwnedDatabase database = new OwnedDatabase();
		query("postgres", "CREATE DATABASE " + database.name + " OWNER " + OWNER);
		return database;
	}

	/** Lets the owner create databases, as a developer may. */
	static void allowCreating() {
		query("postgres", "ALTER ROLE " + OWNER + " CREATEDB");
	}

	static int port() {
		return Server.POSTGRES.getPort();
	}

	String name() {
		return this.name;
	}

	/** Returns a URI with user and password, as hosting services hand it out. */
	String uri() {
		return "postgresql://" + OWNER + ":" + PASSWORD + "@localhost:" + port() + "/" + this.name;
	}

	String jdbcUrl() {
		return "jdbc:postgresql://localhost:" + port() + "/" + this.name;
	}

	void execute(String sql) {
		query(this.name, "SET ROLE " + OWNER + ";" + sql);
	}

	/** Returns the first column of all rows. */
	List<@Nullable String> list(String sql) {
		return query(this.name, sql);
	}

	boolean holds(String condition) {
		return "t".equals(list("SELECT " + condition).get(0));
	}

	void await(String condition) throws InterruptedException {
		long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (!holds(condition)) {
			assertThat(System.nanoTime()).as(condition).isLessThan(deadline);
			Thread.sleep(50);
		}
	}

	/** Returns what is applied, in the order of application. */
	List<@Nullable String> applied() {
		return list("SELECT migration_name FROM migration_history ORDER BY id");
	}

	/**
	 * Returns what a command could have changed: relations, functions, schemas, and the
	 * rows of the history. Whatever was dropped and created again has another identity.
	 * @return a text to compare
	 */
	String content() {
		String history = (holds("to_regclass('migration_history') IS NULL")) ? ""
				: " UNION ALL SELECT to_jsonb(h) || jsonb_build_object('log', (SELECT count(*) FROM migration_log))"
						+ " FROM migration_history h";
		return String.join("\n", list("SELECT fact::text FROM ("
				+ "SELECT to_jsonb(c) AS fact FROM (SELECT oid, relname, relfilenode FROM pg_class WHERE oid >= 16384) c"
				+ " UNION ALL SELECT to_jsonb(p) FROM (SELECT oid, proname FROM pg_proc WHERE oid >= 16384) p"
				+ " UNION ALL SELECT to_jsonb(n) FROM (SELECT oid, nspname FROM pg_namespace WHERE oid >= 16384) n"
				+ history + ") AS facts ORDER BY 1"));
	}

	@Override
	public void close() {
		query("postgres", "DROP DATABASE IF EXISTS " + this.name + " WITH (FORCE)");
	}

	private static List<@Nullable String> query(String database, String sql) {
		List<@Nullable String> values = new ArrayList<>();
		try (Connection connection = Server.POSTGRES.getDatabase("postgres", database).getConnection();
				Statement statement = connection.createStatement()) {
			if (statement.execute(sql)) {
				ResultSet result = statement.getResultSet();
				while (result.next()) {
					values.add(result.getString(1));
				}
			}
			return values;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(sql, ex);
		}
	}

	private static final class Server {

		private static final String SIGN_ON = """
				host all postgres 127.0.0.1/32 trust
				host all postgres ::1/128 trust
				host all all 127.0.0.1/32 scram-sha-256
				host all all ::1/128 scram-sha-256
				""";

		static final EmbeddedPostgres POSTGRES = start();

		/** The roles are those that Supabase has before the first migration. */
		private static EmbeddedPostgres start() {
			try {
				EmbeddedPostgres server = EmbeddedPostgres.builder()
					.setDataDirectoryCustomizer(Server::wantPasswords)
					.setLocaleConfig("locale", "C")
					.setServerConfig("fsync", "off")
					.start();
				try (Connection connection = server.getPostgresDatabase().getConnection();
						Statement statement = connection.createStatement()) {
					statement.execute("CREATE ROLE anon NOLOGIN; CREATE ROLE authenticated NOLOGIN;"
							+ "CREATE ROLE service_role NOLOGIN BYPASSRLS;" + "CREATE ROLE " + OWNER
							+ " LOGIN PASSWORD '" + PASSWORD + "'");
				}
				return server;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static void wantPasswords(File dataDirectory) {
			try {
				Files.writeString(dataDirectory.toPath().resolve("pg_hba.conf"), SIGN_ON);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
