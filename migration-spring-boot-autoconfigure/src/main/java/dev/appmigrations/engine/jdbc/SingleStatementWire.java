package dev.appmigrations.engine.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One statement at a time through plain JDBC: for a connection whose proxy hides the
 * driver's own.
 */
final class SingleStatementWire implements Wire {

	private final Connection connection;

	private final Consumer<SQLWarning> notices;

	private final AlteredDefaults altered;

	SingleStatementWire(Connection connection, Consumer<SQLWarning> notices, AlteredDefaults altered) {
		this.altered = altered;
		this.connection = connection;
		this.notices = notices;
	}

	@Override
	public long send(StatementBatch batch) throws BatchFailedException {
		long changedRows = 0;
		for (int i = 0; i < batch.size(); i++) {
			try {
				changedRows += execute(batch, i, null);
			}
			catch (SQLException ex) {
				throw batch.failureAlone(DatabaseError.of(ex), i, ex);
			}
		}
		return changedRows;
	}

	@Override
	public void query(StatementBatch batch, List<Rows> into) throws SQLException {
		for (int i = 0; i < batch.size(); i++) {
			execute(batch, i, into);
		}
	}

	private long execute(StatementBatch batch, int number, @Nullable List<Rows> into) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.setEscapeProcessing(false);
			boolean rows = execute(statement, batch.textAlone(number));
			for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
				batch.deliverAlone(warning, number, this.notices);
			}
			if (rows && AlteredDefaults.isQuestion(batch, number) && statement.getResultSet().next()) {
				this.altered.answered();
			}
			if (rows && into != null) {
				into.add(rows(statement.getResultSet()));
			}
			return (rows) ? 0 : Math.max(0, statement.getLargeUpdateCount());
		}
	}

	/**
	 * The output of COPY TO STDOUT is read and thrown away, as nobody is there to see it.
	 */
	private static boolean execute(Statement statement, String text) throws SQLException {
		try {
			return statement.execute(text);
		}
		catch (SQLException ex) {
			if (!CopyOutput.isMeant(ex)) {
				throw ex;
			}
			SQLException refused = ex.getNextException();
			if (refused != null) {
				throw refused;
			}
			return false;
		}
	}

	private static Rows rows(ResultSet result) throws SQLException {
		int width = result.getMetaData().getColumnCount();
		List<String> columns = new ArrayList<>(width);
		for (int i = 1; i <= width; i++) {
			columns.add(result.getMetaData().getColumnLabel(i));
		}
		List<@Nullable String[]> values = new ArrayList<>();
		while (result.next()) {
			@Nullable String[] row = new @Nullable String[width];
			for (int i = 0; i < width; i++) {
				row[i] = result.getString(i + 1);
			}
			values.add(row);
		}
		return new Rows(columns, values);
	}

	@Override
	public boolean inTransaction() throws SQLException {
		List<Rows> rows = new ArrayList<>();
		try {
			// In a transaction block now() stands still, while each statement outside one
			// starts anew.
			StatementBatch batch = new StatementBatch();
			execute(batch,
					batch.add(
							"SELECT pg_catalog.now() OPERATOR(pg_catalog.=) pg_catalog.statement_timestamp() AS fresh"),
					rows);
			return !rows.get(0).isTrue(0, "fresh");
		}
		catch (SQLException ex) {
			return true;
		}
	}

}
