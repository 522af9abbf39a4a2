package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * Reads {@code DROP}.
 */
final class DropParser {

	private final TokenCursor cursor;

	private final NameParser names;

	DropParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	/** What follows {@code DROP}. */
	DdlStatement parse() {
		ObjectType type = ObjectTypeParser.parse(this.cursor);
		boolean concurrently = type == ObjectType.INDEX && this.cursor.accept("concurrently");
		boolean ifExists = this.cursor.accept("if", "exists");
		List<ObjectName> dropped = new ArrayList<>();
		ObjectName table = null;
		if (ObjectTypeParser.isPartOfTable(type)) {
			dropped.add(ObjectName.of(this.names.name()));
			this.cursor.expect("on");
			table = this.names.qualifiedName();
		}
		else {
			do {
				dropped.add(name(type));
			}
			while (this.cursor.accept(","));
		}
		boolean cascade = this.cursor.accept("cascade");
		if (!cascade) {
			this.cursor.accept("restrict");
		}
		if (type == ObjectType.DATABASE) {
			this.cursor.accept("with");
			this.cursor.acceptParenthesis();
		}
		this.cursor.expectEnd();
		return new Drop(type, dropped, table, ifExists, concurrently, cascade);
	}

	private ObjectName name(ObjectType type) {
		if (ObjectTypeParser.isRoutine(type)) {
			ObjectName routine = this.names.routineName();
			this.cursor.acceptParenthesis();
			return routine;
		}
		return switch (type) {
			case TYPE, DOMAIN -> new TypeParser(this.cursor).parse().name();
			case ROLE -> ObjectName.of(this.names.role());
			default -> this.names.qualifiedName();
		};
	}

}
