package dev.appmigrations.generate;

import java.util.List;

import dev.appmigrations.engine.shape.TableShape;

/**
 * A file that changes the rows of a table in batches.
 */
final class BackfillText {

	private final TableShape table;

	private final List<String> key;

	BackfillText(TableShape table, List<String> key) {
		this.table = table;
		this.key = key;
	}

	/**
	 * Writes the file.
	 * @param set the assignments
	 * @param condition which rows are to be changed
	 * @param left the condition of rows that are not right yet
	 */
	FileText update(String set, String condition, String left) {
		return statement("UPDATE " + this.table.sql() + " SET " + set, condition, left);
	}

	/**
	 * Writes the file.
	 * @param command the beginning of a command, up to its condition
	 * @param condition which rows are to be changed
	 * @param left the condition of rows that are not right yet
	 */
	FileText statement(String command, String condition, String left) {
		return new FileText().directive("backfill", "table=" + this.table.sql() + " key=" + String.join(",", this.key))
			.directive("verify",
					"SELECT " + String.join(", ", this.key) + " FROM " + this.table.sql() + " WHERE "
							+ left.replaceAll("\\s*\\n\\s*", " "))
			.statement(command + "\nWHERE " + condition + "\n    AND " + range());
	}

	/** Returns the condition of one batch. */
	String range() {
		return (this.key.size() == 1) ? this.key.get(0) + " BETWEEN :from AND :to"
				: "(" + String.join(", ", this.key) + ") BETWEEN (:from) AND (:to)";
	}

	/** Writes the file that undoes nothing. */
	static FileText nothingToUndo(String reason) {
		return new FileText().directive("down", "none " + reason);
	}

}
