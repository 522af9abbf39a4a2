package dev.appmigrations.engine.jdbc;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The rows of several statements that travelled together.
 *
 * @param rows the rows of each statement that returned any, up to the first that failed
 * @param error why a statement failed, or {@code null} if all succeeded
 */
public record QueryResult(List<Rows> rows, @Nullable DatabaseError error) {

	/**
	 * Returns the rows of one statement.
	 * @param number the number of the statement among those that return rows, from 0
	 * @return its rows
	 * @throws DatabaseErrorException if a statement up to it failed
	 */
	public Rows rows(int number) {
		if (number < this.rows.size()) {
			return this.rows.get(number);
		}
		if (this.error != null) {
			throw new DatabaseErrorException(this.error);
		}
		throw new IllegalArgumentException("There are " + this.rows.size() + " results");
	}

	/**
	 * Returns why a statement failed.
	 * @return the error
	 * @throws IllegalStateException if all succeeded
	 */
	public DatabaseError orError() {
		if (this.error == null) {
			throw new IllegalStateException("There is no error");
		}
		return this.error;
	}

	/**
	 * Makes sure that all statements succeeded.
	 * @return this
	 * @throws DatabaseErrorException if one failed
	 */
	public QueryResult orThrow() {
		if (this.error != null) {
			throw new DatabaseErrorException(this.error);
		}
		return this;
	}

}
