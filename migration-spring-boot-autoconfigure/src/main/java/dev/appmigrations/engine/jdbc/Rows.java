package dev.appmigrations.engine.jdbc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The rows of one statement, every value as the server's text.
 */
public final class Rows {

	private final List<String> columns;

	private final Map<String, Integer> numbers = new HashMap<>();

	private final List<@Nullable String[]> values;

	/**
	 * Creates rows.
	 * @param columns the names of the columns
	 * @param values a row for each element, with a value for each column
	 */
	Rows(List<String> columns, List<@Nullable String[]> values) {
		this.columns = columns;
		for (int i = 0; i < columns.size(); i++) {
			this.numbers.putIfAbsent(columns.get(i), i);
		}
		this.values = values;
	}

	/**
	 * Returns the names of the columns.
	 * @return the names, in their order
	 */
	public List<String> columns() {
		return this.columns;
	}

	/**
	 * Returns the number of a column.
	 * @param name its name
	 * @return the number from 0, or -1 if there is none of that name
	 */
	public int column(String name) {
		return this.numbers.getOrDefault(name, -1);
	}

	/**
	 * Returns a value.
	 * @param row the number of the row, from 0
	 * @param column the name of the column
	 * @return the text, or {@code null} for NULL and for a column that does not exist
	 */
	public @Nullable String value(int row, String column) {
		return value(row, column(column));
	}

	/**
	 * Returns a value.
	 * @param row the number of the row, from 0
	 * @param column the number of the column, from {@link #column(String)}
	 * @return the text, or {@code null} for NULL and for a column that does not exist
	 */
	public @Nullable String value(int row, int column) {
		return (column < 0) ? null : this.values.get(row)[column];
	}

	/**
	 * Returns a value that is never NULL.
	 * @param row the number of the row, from 0
	 * @param column the name of the column
	 * @return the text
	 */
	public String required(int row, String column) {
		String value = value(row, column);
		if (value == null) {
			throw new IllegalStateException("The server returned no value for " + column);
		}
		return value;
	}

	/**
	 * Tells whether a value is true.
	 * @param row the number of the row, from 0
	 * @param column the name of the column
	 * @return whether the server's text is that of {@code true}
	 */
	public boolean isTrue(int row, String column) {
		return isTrue(row, column(column));
	}

	/**
	 * Tells whether a value is true.
	 * @param row the number of the row, from 0
	 * @param column the number of the column, from {@link #column(String)}
	 * @return whether the server's text is that of {@code true}
	 */
	public boolean isTrue(int row, int column) {
		return "t".equals(value(row, column));
	}

	/**
	 * Returns the number of rows.
	 * @return 0 or more
	 */
	public int size() {
		return this.values.size();
	}

}
