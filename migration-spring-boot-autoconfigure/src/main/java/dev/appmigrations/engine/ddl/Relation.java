package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * A table with or without its children: the grammar's {@code relation_expr}.
 *
 * @param name the name
 * @param only whether {@code ONLY} is there
 */
record Relation(ObjectName name, boolean only) {

	/** Reads {@code t}, {@code t *}, {@code ONLY t} or {@code ONLY (t)}. */
	static Relation parse(TokenCursor cursor) {
		NameParser names = new NameParser(cursor);
		if (cursor.accept("only", "(")) {
			ObjectName name = names.qualifiedName();
			cursor.expect(")");
			return new Relation(name, true);
		}
		boolean only = cursor.accept("only");
		ObjectName name = names.qualifiedName();
		if (!only) {
			cursor.accept("*");
		}
		return new Relation(name, only);
	}

}
