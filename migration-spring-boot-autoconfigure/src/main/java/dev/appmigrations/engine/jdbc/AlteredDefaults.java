package dev.appmigrations.engine.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Notices that a script has changed the settings with which sessions of the current role
 * in the current database begin: {@code ALTER DATABASE … SET} and {@code ALTER ROLE …
 * SET}, wherever they ran, in a function of an earlier file or a trigger too. A statement
 * in front of each record compares what the catalogue holds with what it held before, and
 * answers in its command tag, which costs no round trip.
 */
final class AlteredDefaults {

	/** The settings that are stored for the role, for the database, and for both. */
	static final String STORED = " FROM pg_catalog.pg_db_role_setting r,"
			+ " LATERAL pg_catalog.unnest(r.setconfig) WITH ORDINALITY AS c (item, number)"
			+ " WHERE (r.setdatabase OPERATOR(pg_catalog.=) 0::pg_catalog.oid OR r.setdatabase OPERATOR(pg_catalog.=) "
			+ Sql.DATABASE + ") AND (r.setrole OPERATOR(pg_catalog.=) 0::pg_catalog.oid OR r.setrole"
			+ " OPERATOR(pg_catalog.=) (SELECT u.oid FROM pg_catalog.pg_roles u WHERE u.rolname OPERATOR(pg_catalog.=)"
			+ " session_user))";

	/**
	 * A number, because values may be secrets, and statements are logged. Who asks knows
	 * the oids: to find them each time takes the server three times as long.
	 */
	private static final String MARK = "COALESCE(pg_catalog.bit_xor(pg_catalog.hash_record_extended(r,"
			+ " 0::pg_catalog.int8)), 0::pg_catalog.int8)";

	private static final String ROWS = " FROM pg_catalog.pg_db_role_setting r WHERE r.setdatabase"
			+ " OPERATOR(pg_catalog.=) ANY (ARRAY[0, %s]::pg_catalog.oid[]) AND r.setrole OPERATOR(pg_catalog.=)"
			+ " ANY (ARRAY[0, %s]::pg_catalog.oid[])";

	// A role that was dropped meanwhile has no settings.
	private static final String QUERY = "SELECT d.oid AS database, COALESCE(u.oid, 0::pg_catalog.oid) AS role, (SELECT "
			+ MARK + ROWS.formatted("d.oid", "u.oid") + ") AS mark FROM pg_catalog.pg_database d"
			+ " LEFT JOIN pg_catalog.pg_roles u ON u.rolname OPERATOR(pg_catalog.=) session_user"
			+ " WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()";

	private static final String QUESTION = "SELECT 'altered' AS defaults";

	private static final String NONE = "SELECT 0";

	private @Nullable String mark;

	private @Nullable String question;

	// Statements may be sent by another thread than the one that asks.
	private volatile boolean seen;

	/** Returns the query whose row {@link #remember} takes. */
	static String query() {
		return QUERY;
	}

	/**
	 * Remembers how the settings are.
	 * @param rows the answer to {@link #query()}
	 */
	void remember(Rows rows) {
		String found = rows.required(0, "mark");
		this.seen |= this.mark != null && !found.equals(this.mark);
		this.mark = found;
		this.question = QUESTION + ROWS.formatted(rows.required(0, "database"), rows.required(0, "role")) + " HAVING "
				+ MARK + " OPERATOR(pg_catalog.<>) pg_catalog.int8in('" + found + "'::pg_catalog.cstring)";
	}

	/** Returns the statement that compares, {@code null} before anything is known. */
	@Nullable String question() {
		return this.question;
	}

	/**
	 * Looks at a statement that was completed.
	 * @param tag the server's command tag
	 * @param batch where the statement is
	 * @param number its number in the batch
	 */
	void completed(String tag, StatementBatch batch, int number) {
		if (isQuestion(batch, number) && !tag.equals(NONE)) {
			this.seen = true;
		}
	}

	/** Tells whether a statement is the one that compares. */
	static boolean isQuestion(StatementBatch batch, int number) {
		return number < batch.size() && batch.isOwn(number) && batch.statement(number).startsWith(QUESTION);
	}

	/** Takes note of an answer that has rows. */
	void answered() {
		this.seen = true;
	}

	boolean take() {
		boolean taken = this.seen;
		this.seen = false;
		return taken;
	}

}
