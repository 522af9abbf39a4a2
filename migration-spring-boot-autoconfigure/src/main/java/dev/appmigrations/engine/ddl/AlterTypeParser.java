package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * Reads {@code ALTER TYPE}.
 */
final class AlterTypeParser {

	private final TokenCursor cursor;

	private final NameParser names;

	AlterTypeParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	/** What follows {@code TYPE}. */
	DdlStatement parse() {
		ObjectName type = this.names.qualifiedName();
		if (this.cursor.accept("add", "value")) {
			return addValue(type);
		}
		if (this.cursor.accept("rename", "value")) {
			return renameValue(type);
		}
		if (this.cursor.is("set", "(")) {
			throw new UnexpectedSyntaxException();
		}
		return new AlterTableParser(this.cursor).parse(ObjectType.TYPE, new Relation(type, false), false);
	}

	private DdlStatement addValue(ObjectName type) {
		boolean ifNotExists = this.cursor.accept("if", "not", "exists");
		String label = this.names.string();
		if (this.cursor.accept("before") || this.cursor.accept("after")) {
			this.names.string();
		}
		this.cursor.expectEnd();
		return new AlterEnum(type, label, null, ifNotExists);
	}

	private DdlStatement renameValue(ObjectName type) {
		String label = this.names.string();
		this.cursor.expect("to");
		String newLabel = this.names.string();
		this.cursor.expectEnd();
		return new AlterEnum(type, label, newLabel, false);
	}

}
