package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code ALTER TABLE} and the statements that share its actions.
 *
 * @param type {@code TABLE}, {@code FOREIGN_TABLE}, {@code VIEW},
 * {@code MATERIALIZED_VIEW}, {@code INDEX}, {@code SEQUENCE}, or {@code TYPE} for the
 * attributes of a composite type
 * @param table the name
 * @param ifExists whether {@code IF EXISTS} is there
 * @param only whether {@code ONLY} is there
 * @param actions what is done, in order; at least one
 */
public record AlterTable(ObjectType type, ObjectName table, boolean ifExists, boolean only,
		List<TableAction> actions) implements DdlStatement {

	public AlterTable {
		actions = List.copyOf(actions);
	}

	/**
	 * Returns its actions of one kind.
	 * @param <A> the kind
	 * @param kind the kind
	 * @return those that are there, in order
	 */
	public <A extends TableAction> List<A> actions(Class<A> kind) {
		return Kinds.select(this.actions, kind);
	}

}
