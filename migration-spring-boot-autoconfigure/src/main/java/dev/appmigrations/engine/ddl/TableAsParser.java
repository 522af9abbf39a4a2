package dev.appmigrations.engine.ddl;

/**
 * Reads the query of a {@code CREATE TABLE … AS} or a {@code CREATE MATERIALIZED VIEW}.
 */
final class TableAsParser {

	private TableAsParser() {
	}

	/**
	 * Reads from {@code AS} to the end.
	 * @return {@code false} if {@code WITH NO DATA} is there
	 */
	static boolean query(TokenCursor cursor) {
		cursor.expect("as");
		if (cursor.isAtEnd()) {
			throw new UnexpectedSyntaxException();
		}
		boolean noData = false;
		while (!cursor.isAtEnd()) {
			noData = cursor.accept("with", "no", "data");
			if (!noData) {
				cursor.next();
			}
		}
		return !noData;
	}

}
