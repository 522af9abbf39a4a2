package dev.appmigrations.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.proof.SchemaObject;
import dev.appmigrations.engine.proof.SchemaSnapshot;

/**
 * Everything in a database that a migration can make: a line for each object of the
 * catalogue, and one for each row. Two databases with the same lines are the same for all
 * that use them.
 */
public final class DatabaseContent {

	private static final String TABLES = "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c"
			+ " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%'"
			+ " AND n.nspname <> 'information_schema' AND c.relname NOT LIKE 'migration\\_%' ORDER BY 1";

	private DatabaseContent() {
	}

	public static List<String> of(DataSource dataSource) {
		// Roles belong to the whole server, and to other tests.
		List<String> lines = new ArrayList<>(snapshot(dataSource).objects()
			.values()
			.stream()
			.map(SchemaObject::toString)
			.filter((line) -> !line.startsWith("role "))
			.toList());
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			for (String table : list(statement, TABLES)) {
				lines.addAll(list(statement, "SELECT 'row " + table + " ' || t::text FROM " + table + " t ORDER BY 1"));
			}
			return lines;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Returns the catalogue alone. */
	public static SchemaSnapshot snapshot(DataSource dataSource) {
		try (Session session = Session.open(dataSource, (notice) -> {
		})) {
			return SchemaSnapshot.read(session, HistoryTables.DEFAULT_HISTORY, null);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> list(Statement statement, String sql) throws SQLException {
		List<String> lines = new ArrayList<>();
		try (ResultSet result = statement.executeQuery(sql)) {
			while (result.next()) {
				lines.add(result.getString(1));
			}
		}
		return lines;
	}

}
