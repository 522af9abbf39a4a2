package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * Reads {@code ALTER}.
 */
final class AlterParser {

	private final TokenCursor cursor;

	private final NameParser names;

	AlterParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	/** What follows {@code ALTER}. */
	DdlStatement parse() {
		ObjectType type = ObjectTypeParser.parse(this.cursor);
		return switch (type) {
			case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, INDEX -> new AlterTableParser(this.cursor).parse(type);
			case SEQUENCE -> new AlterSequenceParser(this.cursor).parse();
			case TYPE -> new AlterTypeParser(this.cursor).parse();
			case DOMAIN -> new AlterDomainParser(this.cursor).parse();
			case TRIGGER, RULE, POLICY -> partOfTable(type);
			default -> other(type);
		};
	}

	private DdlStatement partOfTable(ObjectType type) {
		boolean ifExists = this.cursor.accept("if", "exists");
		String name = this.names.name();
		this.cursor.expect("on");
		ObjectName table = this.names.qualifiedName();
		this.cursor.expect("rename", "to");
		String newName = this.names.name();
		this.cursor.expectEnd();
		return new Rename(type, table, name, newName, ifExists);
	}

	/** Names and schemas only. */
	private DdlStatement other(ObjectType type) {
		boolean routine = ObjectTypeParser.isRoutine(type);
		ObjectName object = (routine) ? this.names.routineName()
				: (type == ObjectType.ROLE) ? ObjectName.of(this.names.role()) : this.names.qualifiedName();
		if (routine) {
			this.cursor.acceptParenthesis();
		}
		if (this.cursor.accept("rename", "to")) {
			return new RenameParser(this.cursor).whole(type, object, false);
		}
		return setSchema(this.cursor, type, object);
	}

	static SetSchema setSchema(TokenCursor cursor, ObjectType type, ObjectName object) {
		cursor.expect("set", "schema");
		String schema = new NameParser(cursor).name();
		cursor.expectEnd();
		return new SetSchema(type, object, schema, false);
	}

}
