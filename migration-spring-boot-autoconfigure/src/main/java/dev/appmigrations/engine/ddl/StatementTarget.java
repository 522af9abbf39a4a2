package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.StatementKind;
import org.jspecify.annotations.Nullable;

/**
 * The object of a statement that cannot run inside a transaction block, read from its
 * text alone: the names are as in the script, and their meaning depends on the session.
 *
 * @param type what the names stand for
 * @param names the names: none for an index that the server is to name and for the
 * current database, several only in a {@code DROP INDEX}
 * @param table the table that an index is created on, or the partitioned table that a
 * partition is detached from; {@code null} for everything else
 * @param conditional whether {@code IF EXISTS} or {@code IF NOT EXISTS} is there
 * @param unique whether it creates a unique index
 */
public record StatementTarget(TargetType type, List<ObjectName> names, @Nullable ObjectName table, boolean conditional,
		boolean unique) {

	/**
	 * Creates a target.
	 * @param type what the names stand for
	 * @param names the names
	 * @param table the table, or {@code null}
	 * @param conditional whether it has {@code IF}
	 * @param unique whether it has {@code UNIQUE}
	 */
	public StatementTarget {
		names = List.copyOf(names);
	}

	/**
	 * Reads a statement.
	 * @param statement its text, without the semicolon; comments may stand anywhere
	 * @param kind its kind
	 * @return the target, or {@code null} if statements of the kind have no names, or if
	 * the statement is not as PostgreSQL's grammar has it
	 */
	public static @Nullable StatementTarget of(String statement, StatementKind kind) {
		return TargetParser.of(statement, kind);
	}

	/**
	 * Return the only name.
	 * @return the name, or {@code null} if there is none, or more than one
	 */
	public @Nullable ObjectName name() {
		return (this.names.size() == 1) ? this.names.get(0) : null;
	}

}
