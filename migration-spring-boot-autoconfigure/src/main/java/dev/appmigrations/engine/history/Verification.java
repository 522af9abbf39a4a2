package dev.appmigrations.engine.history;

/**
 * Makes sure that what was written is there, in the same transaction: a trigger or a rule
 * may have swallowed it, and the migration would run once more at the next start.
 */
final class Verification {

	private Verification() {
	}

	/**
	 * Makes the statement that fails unless exactly so many rows are there.
	 * @param rows how many
	 * @param table the quoted name of the table
	 * @param condition which rows, with the table as {@code v}
	 * @return a statement that returns one row
	 */
	static String exactly(int rows, String table, String condition) {
		return "SELECT pg_catalog.int4in(pg_catalog.textout(CASE WHEN (SELECT pg_catalog.count(*) FROM " + table
				+ " v WHERE " + condition + ") OPERATOR(pg_catalog.=) " + rows
				+ "::pg_catalog.int8 THEN '1' ELSE 'The table does not hold what was"
				+ " just written to it: a trigger or a rule has changed it' END)) AS verified";
	}

}
