package dev.appmigrations.java;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.appmigrations.engine.migration.BatchRows;

import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.Assert;

/**
 * The rows of one batch of a backfill in Java, and what it works with.
 */
public final class BackfillBatch {

	private final Connection connection;

	private final JdbcClient jdbcClient;

	private final BatchRows rows;

	private final Map<String, String> placeholders;

	BackfillBatch(Connection connection, BatchRows rows, Map<String, String> placeholders) {
		this.connection = connection;
		this.jdbcClient = JavaMigrationContext.client(connection);
		this.rows = rows;
		this.placeholders = Map.copyOf(placeholders);
	}

	/**
	 * Returns the connection, in the transaction of the batch.
	 * @return a connection that cannot be committed, and never be closed
	 */
	public Connection connection() {
		return this.connection;
	}

	/**
	 * Returns what executes statements in the transaction of the batch.
	 * @return a client of the connection
	 */
	public JdbcClient jdbcClient() {
		return this.jdbcClient;
	}

	/**
	 * Reads the keys of the rows, in the order of the walk, and locks the rows against
	 * changes by others until the transaction ends ({@code FOR NO KEY UPDATE}). It is
	 * read when it is called, and not before.
	 * @return the server's text for each column of the key
	 */
	public List<List<String>> keys() {
		return this.rows.keys().get();
	}

	/**
	 * Reads the keys of the rows as {@link #keys()} does, for a key of one column.
	 * @param <T> the type of the key
	 * @param type the type, such as {@code Long}, {@code UUID} or {@code String}
	 * @return the keys
	 */
	public <T> List<T> keys(Class<T> type) {
		return keys().stream().map((key) -> {
			Assert.state(key.size() == 1, "The key has several columns: use keys()");
			return Objects.requireNonNull(DefaultConversionService.getSharedInstance().convert(key.get(0), type));
		}).toList();
	}

	/**
	 * Returns the smallest key of the batch.
	 * @return the server's text for each column of the key
	 */
	public List<String> from() {
		return this.rows.from();
	}

	/**
	 * Returns the greatest key of the batch.
	 * @return the server's text for each column of the key
	 */
	public List<String> to() {
		return this.rows.to();
	}

	/**
	 * Returns a condition that holds for the rows of this batch, to stand behind
	 * {@code WHERE} in statements on the table: its columns are written with the names of
	 * schema and table, which must have no alias.
	 * @return SQL without parameters
	 */
	public String condition() {
		return this.rows.condition();
	}

	/**
	 * Returns the values of the placeholders in scripts.
	 * @return the values by name
	 */
	public Map<String, String> placeholders() {
		return this.placeholders;
	}

}
