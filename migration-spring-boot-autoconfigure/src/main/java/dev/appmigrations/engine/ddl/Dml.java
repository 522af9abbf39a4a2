package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * A statement that changes rows.
 *
 * @param kind what it does
 * @param target the table or view
 * @param where whether a condition limits the rows of the target: {@code WHERE}, {@code
 * USING} with it, or the {@code ON} of a {@code MERGE}
 * @param query whether the rows come from a query and not from {@code VALUES}
 * @param range the statement, behind its {@code WITH}
 */
public record Dml(Kind kind, ObjectName target, boolean where, boolean query, TextRange range) implements DdlStatement {

	/** What is done to rows. */
	public enum Kind {

		/** {@code INSERT}. */
		INSERT,

		/** {@code UPDATE}. */
		UPDATE,

		/** {@code DELETE}. */
		DELETE,

		/** {@code MERGE}. */
		MERGE,

		/** {@code COPY … FROM}. */
		COPY

	}

}
