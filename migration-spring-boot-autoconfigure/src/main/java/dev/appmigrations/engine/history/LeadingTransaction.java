package dev.appmigrations.engine.history;

import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.migration.DatabaseFacts;
import org.jspecify.annotations.Nullable;

/**
 * A transaction about the table of instances that travels in the same message as the
 * reading of the history, and is committed before the reading begins.
 */
public interface LeadingTransaction {

	/**
	 * Returns the statements of the transaction, each of which returns rows, but for the
	 * first of the judgement; the last returns none if it has done nothing.
	 * @param table the name of the table, quoted; without a schema where that is left to
	 * the search path
	 * @param condition an expression: whether that is the table beside the history
	 * @param judgement the statements that lock and judge the table before it is used
	 * @return at least one statement
	 */
	List<String> statements(String table, String condition, List<String> judgement);

	/**
	 * Called when the transaction has been committed, whatever becomes of the reading.
	 * @param facts about the database, with the schema of the table
	 */
	void committed(DatabaseFacts facts);

	/**
	 * Called when the transaction has done nothing.
	 * @param error why it was refused, {@code null} if the table is not the one beside
	 * the history
	 */
	void failed(@Nullable DatabaseError error);

}
