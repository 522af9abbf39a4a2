package dev.appmigrations.engine.operation;

import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The mark of a database that is for development: a line of its comment.
 * <ul>
 * <li>Only the owner of a database and superusers can write its comment (see PostgreSQL:
 * the manual's page of COMMENT), so that nobody else can mark it.
 * <li>The line names the database, its oid and the server's system identifier: a dump
 * that is restored elsewhere brings the comment along, but is another database.
 * <li>It is ASCII, because a comment on a database has no encoding of its own.
 * </ul>
 */
final class DatabaseMark {

	static final String WORDS = "migrations: development database ";

	// pg_shdescription itself, and not shobj_description(), whose body PostgreSQL 14
	// parses with the search path of the caller. 1262 is the oid of pg_database (see
	// PostgreSQL: src/include/catalog/pg_database.h). No casts: others may define some.
	private static final String READ = "SELECT d.datname AS database, d.oid AS oid,"
			+ " pg_catalog.pg_get_userbyid(d.datdba) AS owner, (SELECT s.description FROM pg_catalog.pg_shdescription s WHERE s.objoid OPERATOR(pg_catalog.=) d.oid"
			+ " AND s.classoid OPERATOR(pg_catalog.=) '1262'::pg_catalog.oid) AS comment"
			+ " FROM pg_catalog.pg_database d WHERE d.datname OPERATOR(pg_catalog.=) ";

	private static final String SYSTEM = "SELECT c.system_identifier AS system FROM pg_catalog.pg_control_system() c";

	private final String database;

	private final String owner;

	private final @Nullable String comment;

	private final boolean identified;

	private final String line;

	private DatabaseMark(Rows rows, @Nullable String system) {
		this.database = rows.required(0, "database");
		this.owner = rows.required(0, "owner");
		this.comment = rows.value(0, "comment");
		this.identified = system != null;
		this.line = WORDS + ascii(this.database) + " (" + rows.required(0, "oid") + ", server " + system + ")";
	}

	/**
	 * Reads the comment of the database that a session is in.
	 * @param session the connection
	 * @return the mark, whether it is set or not
	 */
	static DatabaseMark read(Session session) {
		return of(session, "pg_catalog.current_database()");
	}

	/**
	 * Reads the comment of any database of the server.
	 * @param session the connection
	 * @param database the name of the database
	 * @return the mark, whether it is set or not
	 */
	static DatabaseMark read(Session session, String database) {
		return of(session, Sql.name(database));
	}

	/** Some services let only administrators read the identity of the server. */
	private static DatabaseMark of(Session session, String database) {
		Rows rows = session.query(List.of(READ + database)).rows(0);
		QueryResult system = session.query(List.of(SYSTEM));
		boolean denied = system.error() != null && system.error().is(SqlState.INSUFFICIENT_PRIVILEGE);
		return new DatabaseMark(rows, (denied) ? null : system.rows(0).required(0, "system"));
	}

	/**
	 * Tells whether a session leads to the server that has the same database: several
	 * hosts in a URL, or a load balancer, may lead to another one that has a database of
	 * that name.
	 * @param other a connection
	 * @return whether name, oid and server are the same
	 */
	boolean isOnServerOf(Session other) {
		String name = Sql.name(this.database);
		return other.query(List.of(READ + name)).rows(0).size() == 1 && of(other, name).line.equals(this.line);
	}

	private static String ascii(String name) {
		StringBuilder ascii = new StringBuilder();
		name.codePoints().forEach((codePoint) -> {
			boolean plain = codePoint > ' ' && codePoint < 0x7f && codePoint != '\\';
			ascii.append((plain) ? Character.toString(codePoint) : "\\%06X".formatted(codePoint));
		});
		return ascii.toString();
	}

	/** Returns whether the server tells who it is: otherwise there are no marks. */
	boolean isPossible() {
		return this.identified;
	}

	boolean isSet() {
		return this.identified && this.comment != null && this.comment.lines().anyMatch(this.line::equals);
	}

	/** Returns why the database does not count as marked, a clause. */
	String missing() {
		if (!this.identified) {
			return "it cannot be marked, because the role may not ask the server who it is (pg_control_system())";
		}
		String other = (this.comment != null)
				? this.comment.lines().filter((text) -> text.startsWith(WORDS)).findFirst().orElse(null) : null;
		return (other != null)
				? "its comment marks another database, as that of a restored dump does: " + VisibleText.line(other)
				: "its comment does not mark it as one for development";
	}

	String owner() {
		return this.owner;
	}

	/**
	 * Returns the statement that marks the database, and keeps what its comment says.
	 * @return a statement, also for people to copy
	 */
	String statement() {
		String text = this.line;
		if (this.comment != null && !this.comment.isBlank()) {
			text = (this.comment.contains(WORDS)) ? this.comment.lines()
				.filter((other) -> !other.startsWith(WORDS))
				.collect(Collectors.joining("\n", "", "\n")) + this.line : this.comment + "\n" + this.line;
		}
		return "COMMENT ON DATABASE " + Sql.identifier(this.database) + " IS " + Sql.literal(text.stripLeading());
	}

}
