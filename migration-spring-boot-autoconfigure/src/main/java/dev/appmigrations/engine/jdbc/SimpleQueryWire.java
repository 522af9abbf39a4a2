package dev.appmigrations.engine.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.TransactionState;
import org.postgresql.core.Tuple;

/**
 * A batch as one simple-query message, one round trip. It goes to the driver's query
 * executor, not through {@code Statement.execute}, which would split the text again by
 * rules of its own and report positions that belong to no file.
 */
final class SimpleQueryWire implements Wire {

	private static final int FLAGS = QueryExecutor.QUERY_EXECUTE_AS_SIMPLE | QueryExecutor.QUERY_ONESHOT
			| QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_BOTH_ROWS_AND_STATUS;

	/** Beginnings of command tags; that of a query has a number of rows as well. */
	private static final List<String> CHANGING = List.of("INSERT", "UPDATE", "DELETE", "MERGE");

	private final BaseConnection connection;

	private final Consumer<SQLWarning> notices;

	private final AlteredDefaults altered;

	SimpleQueryWire(BaseConnection connection, Consumer<SQLWarning> notices, AlteredDefaults altered) {
		this.altered = altered;
		this.connection = connection;
		this.notices = notices;
	}

	@Override
	public long send(StatementBatch batch) throws BatchFailedException {
		Handler handler = new Handler(batch, null);
		try {
			execute(batch.text(), handler, QueryExecutor.QUERY_NO_RESULTS);
			return handler.changedRows;
		}
		catch (SQLException ex) {
			throw batch.failure(DatabaseError.of(ex), handler.completed, ex);
		}
	}

	@Override
	public void query(StatementBatch batch, List<Rows> into) throws SQLException {
		execute(batch.text(), new Handler(batch, into), 0);
	}

	private void execute(String text, Handler handler, int flags) throws SQLException {
		QueryExecutor executor = this.connection.getQueryExecutor();
		Query query = executor.wrap(List.of(new NativeQuery(text, SqlCommand.BLANK)));
		try {
			executor.execute(query, null, handler, 0, 0, FLAGS | flags);
		}
		catch (SQLException ex) {
			throw lastWords(ex, handler.getException());
		}
		finally {
			query.close();
		}
	}

	/**
	 * Where a connection ends, the driver only says that, and forgets why the server, or
	 * a pooler, has ended it.
	 */
	private static SQLException lastWords(SQLException failure, @Nullable SQLException told) {
		for (SQLException word = told; word != null; word = word.getNextException()) {
			if (DatabaseError.of(word).connectionLost()) {
				return word;
			}
		}
		return failure;
	}

	@Override
	public boolean inTransaction() {
		return this.connection.getTransactionState() != TransactionState.IDLE;
	}

	private final class Handler extends ResultHandlerBase {

		private final StatementBatch batch;

		private final @Nullable List<Rows> into;

		private int completed;

		private long changedRows;

		Handler(StatementBatch batch, @Nullable List<Rows> into) {
			this.batch = batch;
			this.into = into;
		}

		@Override
		public void handleCommandStatus(String status, long updateCount, long insertOid) {
			SimpleQueryWire.this.altered.completed(status, this.batch, this.completed);
			this.completed++;
			for (String command : CHANGING) {
				if (status.startsWith(command)) {
					this.changedRows += updateCount;
				}
			}
		}

		@Override
		public void handleError(SQLException error) {
			if (!CopyOutput.isMeant(error)) {
				super.handleError(error);
			}
		}

		@Override
		public void handleResultRows(Query fromQuery, Field[] fields, List<Tuple> tuples,
				@Nullable ResultCursor cursor) {
			if (this.into != null) {
				this.into.add(rows(fields, tuples));
			}
		}

		private Rows rows(Field[] fields, List<Tuple> tuples) {
			List<String> columns = new ArrayList<>(fields.length);
			for (Field field : fields) {
				columns.add(field.getColumnLabel());
			}
			List<@Nullable String[]> values = new ArrayList<>(tuples.size());
			for (Tuple tuple : tuples) {
				values.add(texts(tuple));
			}
			return new Rows(columns, values);
		}

		private @Nullable String[] texts(Tuple tuple) {
			@Nullable String[] texts = new @Nullable String[tuple.fieldCount()];
			for (int i = 0; i < texts.length; i++) {
				byte[] bytes = tuple.get(i);
				texts[i] = (bytes != null) ? new String(bytes, StandardCharsets.UTF_8) : null;
			}
			return texts;
		}

		@Override
		public void handleWarning(SQLWarning warning) {
			this.batch.deliver(warning, this.completed, SimpleQueryWire.this.notices);
		}

	}

}
