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
	private static final String REDACTED = "pg_catalog.rtrim(pg_catalog.regexp_replace(pg_catalog.regexp_replace(a.query,"
			+ " '(''|[$][[:alnum:]_]*[$]).*', '...')," + " '[[:space:]]+', ' ', 'g'), ' ;')";

	/**
	 * The beginning of the latest statement of session {@code a}, in one line and without
	 * literals.
	 */
	public static final String QUERY = "pg_catalog.left(" + REDACTED + ", 120)";

	private ActivityText() {
	}

}
