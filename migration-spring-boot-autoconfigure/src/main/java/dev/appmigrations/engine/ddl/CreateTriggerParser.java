package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * Reads {@code CREATE TRIGGER}.
 */
final class CreateTriggerParser {

	private final TokenCursor cursor;

	private final NameParser names;

	private final List<String> events = new ArrayList<>();

	private final List<String> columns = new ArrayList<>();

	CreateTriggerParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	DdlStatement parse(boolean orReplace) {
		boolean constraint = this.cursor.accept("constraint");
		this.cursor.expect("trigger");
		String trigger = this.names.name();
		String timing = timing();
		do {
			event();
		}
		while (this.cursor.accept("or"));
		this.cursor.expect("on");
		ObjectName table = this.names.qualifiedName();
		boolean forEachRow = false;
		while (!this.cursor.is("execute")) {
			if (this.cursor.accept("for")) {
				this.cursor.accept("each");
				forEachRow = this.cursor.is("row");
			}
			if (!this.cursor.acceptParenthesis() && this.cursor.next().type() == null) {
				throw new UnexpectedSyntaxException();
			}
		}
		this.cursor.next();
		if (!this.cursor.accept("function")) {
			this.cursor.expect("procedure");
		}
		ObjectName function = this.names.functionName();
		this.cursor.skipParenthesis();
		this.cursor.expectEnd();
		return new CreateTrigger(trigger, table, orReplace, constraint, timing, this.events, this.columns, forEachRow,
				function);
	}

	private String timing() {
		if (this.cursor.accept("instead", "of")) {
			return "instead of";
		}
		if (this.cursor.is("before") || this.cursor.is("after")) {
			return this.cursor.next().word();
		}
		throw new UnexpectedSyntaxException();
	}

	private void event() {
		String event = this.cursor.next().word();
		switch (event) {
			case "insert", "delete", "truncate" -> {
			}
			case "update" -> {
				if (this.cursor.accept("of")) {
					do {
						this.columns.add(this.names.name());
					}
					while (this.cursor.accept(","));
				}
			}
			default -> throw new UnexpectedSyntaxException();
		}
		this.events.add(event);
	}

}
