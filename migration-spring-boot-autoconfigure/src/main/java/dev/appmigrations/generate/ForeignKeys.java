package dev.appmigrations.generate;

import java.util.List;

/**
 * The statements that lock the two tables of a foreign key. Transactions of others lock
 * them in one order or the other, so that deadlocks cannot be ruled out; but the server
 * looks for one only in the session that has waited for {@code deadlock_timeout}, one
 * second by default. Whoever gives up before is never the reason that another's
 * transaction fails, and tries again.
 */
final class ForeignKeys {

	private static final String GIVE_WAY = "SET LOCAL lock_timeout = '400ms'";

	private ForeignKeys() {
	}

	/**
	 * Returns a transaction that adds one.
	 * @param table the table that refers, as a statement has it
	 * @param statement the statement that adds it
	 */
	static List<String> add(String table, String statement) {
		return List.of("LOCK TABLE " + table + " IN SHARE ROW EXCLUSIVE MODE", GIVE_WAY, statement);
	}

	/**
	 * Returns a transaction that drops one.
	 * @param table the table that refers, as a statement has it
	 * @param name the name of the foreign key
	 */
	static List<String> drop(String table, String name) {
		return List.of("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE", GIVE_WAY, Constraints.drop(table, name));
	}

}
