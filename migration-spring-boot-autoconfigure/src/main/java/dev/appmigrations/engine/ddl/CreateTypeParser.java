package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.CreateType.Kind;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * Reads {@code CREATE TYPE}.
 */
final class CreateTypeParser {

	private final TokenCursor cursor;

	private final NameParser names;

	CreateTypeParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	DdlStatement parse() {
		this.cursor.expect("type");
		ObjectName type = this.names.qualifiedName();
		if (this.cursor.accept("as", "enum")) {
			return new CreateType(type, Kind.ENUM, labels());
		}
		Kind kind = Kind.BASE;
		if (this.cursor.accept("as")) {
			kind = (this.cursor.accept("range")) ? Kind.RANGE : Kind.COMPOSITE;
			this.cursor.skipParenthesis();
		}
		else {
			this.cursor.acceptParenthesis();
		}
		this.cursor.expectEnd();
		return new CreateType(type, kind, List.of());
	}

	private List<String> labels() {
		List<String> labels = new ArrayList<>();
		this.cursor.expect("(");
		if (!this.cursor.is(")")) {
			do {
				labels.add(this.names.string());
			}
			while (this.cursor.accept(","));
		}
		this.cursor.expect(")");
		this.cursor.expectEnd();
		return labels;
	}

}
