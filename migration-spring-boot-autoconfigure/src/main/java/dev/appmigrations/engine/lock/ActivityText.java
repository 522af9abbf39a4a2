package dev.appmigrations.engine.lock;

/**
 * The visible part of another session's statement, as an expression over a row {@code a}
 * of {@code pg_stat_activity}.
 */
public final class ActivityText {

	// A literal may be a password, and what follows a dollar quote, too. Cut at the
	// first: an apostrophe in a comment would make a literal of what is none, and the
	// reverse. Without backslashes, of which standard_conforming_strings decides what
	// they mean.
	private static final String STRINGS = " '(''|[$][[:alnum:]_]*[$]).*', '...')";

	// A digit within a name is none: "person2", "$1".
	private static final String NUMBERS = " '(^|[^[:alnum:]_$\"])[.]?[0-9][[:alnum:]_.]*', '\\1...', 'g')";

	/**
	 * The beginning of the latest statement of session {@code a}, in one line and without
	 * literals.
	 */
	public static final String QUERY = of("a.query");

	private ActivityText() {
	}

	/**
	 * Makes an expression for the beginning of a statement.
	 * @param query an expression for the statement
	 * @return it in one line and without literals
	 */
	public static String of(String query) {
		return "pg_catalog.left(pg_catalog.rtrim(pg_catalog.regexp_replace(pg_catalog.regexp_replace("
				+ "pg_catalog.regexp_replace(" + query + "," + STRINGS + "," + NUMBERS
				+ ", '[[:space:]]+', ' ', 'g'), ' ;'), 120)";
	}

}
