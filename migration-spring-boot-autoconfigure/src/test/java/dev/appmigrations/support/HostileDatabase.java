package dev.appmigrations.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database whose schema {@code public} is full of operators, functions, types, casts
 * and relations that look like those of PostgreSQL: {@code hostile-schema.sql}. Each
 * counts its calls and fails.
 */
public final class HostileDatabase implements AutoCloseable {

	private final TestDatabase database;

	private HostileDatabase(TestDatabase database) {
		this.database = database;
	}

	/**
	 * Creates a database.
	 * @param searchPath the search path of its sessions
	 */
	public static HostileDatabase create(String searchPath) {
		TestDatabase database = TestDatabase.create("TEMPLATE " + Template.DATABASE.name());
		database.execute("ALTER DATABASE " + database.name() + " SET search_path = " + searchPath);
		return new HostileDatabase(database);
	}

	public TestDatabase database() {
		return this.database;
	}

	/** Returns where the code that is tested gets its connections. */
	public PGSimpleDataSource dataSource(String applicationName) {
		PGSimpleDataSource dataSource = (PGSimpleDataSource) this.database.dataSource();
		dataSource.setApplicationName(applicationName);
		return dataSource;
	}

	/** Opens a connection that cannot meet what is hostile. */
	public Connection safe() throws SQLException {
		PGSimpleDataSource dataSource = dataSource("test");
		dataSource.setOptions("-c search_path=pg_catalog");
		return dataSource.getConnection();
	}

	public void execute(String sql) {
		try (Connection connection = safe(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public @Nullable String value(String sql) {
		try (Connection connection = safe(); Statement statement = connection.createStatement()) {
			ResultSet result = statement.executeQuery(sql);
			return (result.next()) ? result.getString(1) : null;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public void assertNothingWasCalled() {
		assertThat(value("SELECT is_called FROM hostile.calls")).as("something hostile was called").isEqualTo("f");
	}

	@Override
	public void close() {
		this.database.close();
	}

	private static final class Template {

		static final TestDatabase DATABASE = create();

		private static TestDatabase create() {
			try (InputStream script = Objects
				.requireNonNull(HostileDatabase.class.getResourceAsStream("/hostile-schema.sql"))) {
				TestDatabase database = TestDatabase.create();
				database.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
				return database;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
