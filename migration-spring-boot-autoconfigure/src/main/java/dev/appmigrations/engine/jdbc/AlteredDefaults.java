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

	/** A number, because values may be secrets, and statements are logged. */
	private static final String MARK = "(SELECT pg_catalog.hashtextextended(COALESCE(pg_catalog.string_agg("
			+ "pg_catalog.concat(CASE WHEN r.setrole OPERATOR(pg_catalog.=) 0::pg_catalog.oid THEN '' ELSE 'r' END,"
			+ " CASE WHEN r.setdatabase OPERATOR(pg_catalog.=) 0::pg_catalog.oid THEN '' ELSE 'd' END, ' ', c.item),"
			+ " pg_catalog.chr(10) ORDER BY r.setrole, r.setdatabase, c.number), ''::pg_catalog.text), 0::pg_catalog.int8)"
			+ STORED + ")";

	private static final String QUESTION = "SELECT 'altered' AS defaults WHERE ";

	private static final String NONE = "SELECT 0";

	private @Nullable String mark;

	// Statements may be sent by another thread than the one that asks.
	private volatile boolean seen;

	/** Returns the query whose row {@link #remember} takes. */
	static String query() {
		return "SELECT " + MARK + " AS mark";
	}

	/**
	 * Remembers how the settings are.
	 * @param rows the answer to {@link #query()}
	 */
	void remember(Rows rows) {
		String found = rows.required(0, "mark");
		this.seen |= this.mark != null && !found.equals(this.mark);
		this.mark = found;
	}

	/** Returns the statement that compares, {@code null} before anything is known. */
	@Nullable String question() {
		return (this.mark != null) ? QUESTION + MARK + " OPERATOR(pg_catalog.<>) pg_catalog.int8in('" + this.mark
				+ "'::pg_catalog.cstring)" : null;
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
