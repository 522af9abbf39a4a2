package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.migration.Migration;
import org.jspecify.annotations.Nullable;

/**
 * Another migration tool: how its history table is told apart, and what its rows mean.
 */
public interface ForeignTool {

	/**
	 * Returns the name that {@code app.migrations.adopt} and the command take.
	 * @return a name in lower case, for example {@code golang-migrate}
	 */
	String id();

	/**
	 * Returns the name that messages use.
	 * @return the name as the tool writes it
	 */
	String title();

	/**
	 * Returns the names that its table may have.
	 * @return names, the one to prefer first
	 */
	List<String> tables();

	/**
	 * Returns the schema that the tool makes for itself.
	 * @return the schema, {@code null} if its table is where the search path leads
	 */
	default @Nullable String ownSchema() {
		return null;
	}

	/**
	 * Tells whether a table of one of these names is this tool's.
	 * @param columns the columns of the table
	 * @param beside the other tables in its schema that a tool may have left
	 * @return whether it is
	 */
	boolean recognizes(Set<String> columns, Set<String> beside);

	/**
	 * Returns the column with the time at which a migration was applied.
	 * @return the column, {@code null} if the tool does not keep it
	 */
	default @Nullable String timeColumn() {
		return null;
	}

	/**
	 * Tells what the time is where its column has no zone.
	 * @return whether it is UTC; otherwise the server's time in the tool's session
	 */
	default boolean keepsUtc() {
		return false;
	}

	/**
	 * Returns the column that tells the order in which the rows were written.
	 * @return the column
	 */
	String orderColumn();

	/**
	 * Tells what the records of the table mean.
	 * @param records all of them, in their order
	 * @return a row for each
	 */
	List<ForeignRow> rows(List<ForeignRecord> records);

	/**
	 * Tells whether a file has changed since it was applied, where the tool's own
	 * checksum can say so.
	 * @param row the row
	 * @param migration its file
	 * @return whether it has certainly changed
	 */
	default boolean hasChanged(ForeignRow row, Migration migration) {
		return false;
	}

	/**
	 * Tells what to do about a row that says that a migration failed.
	 * @param row the row
	 * @return a sentence
	 */
	default String failureRemedy(ForeignRow row) {
		return "Look what " + row.name() + " left in the database, complete or undo it by hand, and let " + title()
				+ " set its row right. Then adopt again.";
	}

}
