package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * Reads what follows {@code RENAME}.
 */
final class RenameParser {

	private final TokenCursor cursor;

	private final NameParser names;

	RenameParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	DdlStatement parse(ObjectType type, ObjectName object, boolean ifExists) {
		if (this.cursor.accept("to")) {
			return whole(type, object, ifExists);
		}
		if (this.cursor.accept("constraint")) {
			return part(ObjectType.CONSTRAINT, object, ifExists);
		}
		if (type == ObjectType.TYPE) {
			this.cursor.expect("attribute");
		}
		else {
			this.cursor.accept("column");
		}
		return part(ObjectType.COLUMN, object, ifExists);
	}

	/** What follows {@code TO}. */
	Rename whole(ObjectType type, ObjectName object, boolean ifExists) {
		String newName = this.names.nonReservedWord();
		this.cursor.expectEnd();
		return new Rename(type, object, null, newName, ifExists);
	}

	private Rename part(ObjectType type, ObjectName object, boolean ifExists) {
		String name = this.names.name();
		this.cursor.expect("to");
		String newName = this.names.name();
		if (!this.cursor.accept("cascade")) {
			this.cursor.accept("restrict");
		}
		this.cursor.expectEnd();
		return new Rename(type, object, name, newName, ifExists);
	}

}
