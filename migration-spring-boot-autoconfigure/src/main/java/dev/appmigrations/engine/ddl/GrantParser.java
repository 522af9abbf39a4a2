package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * Reads {@code GRANT} and {@code REVOKE}.
 */
final class GrantParser {

	private final TokenCursor cursor;

	private final NameParser names;

	GrantParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	DdlStatement parse() {
		boolean revoke = this.cursor.next().word().equals("revoke");
		String recipients = (revoke) ? "from" : "to";
		int depth = this.cursor.depth();
		boolean any = false;
		while (this.cursor.depth() > depth || !(this.cursor.is("on") || this.cursor.is(recipients))) {
			if (this.cursor.next().type() == null) {
				throw new UnexpectedSyntaxException();
			}
			any = true;
		}
		if (!any) {
			throw new UnexpectedSyntaxException();
		}
		ObjectType type = null;
		List<ObjectName> objects = List.of();
		if (this.cursor.accept("on")) {
			if (this.cursor.accept("all")) {
				allInSchema();
			}
			else {
				type = type();
				objects = objects(type);
			}
		}
		this.cursor.expect(recipients);
		return new Grant(revoke, type, objects, cascade());
	}

	private void allInSchema() {
		this.cursor.next();
		this.cursor.expect("in", "schema");
		this.names.qualifiedNames();
	}

	private ObjectType type() {
		Token following = this.cursor.peek(1);
		boolean keyword = following.isName() && !following.word().equals("to") && !following.word().equals("from");
		if (!this.cursor.peek().isWord() || !keyword) {
			return ObjectType.TABLE;
		}
		if (this.cursor.accept("foreign", "server") || this.cursor.accept("parameter")
				|| this.cursor.accept("large", "object")) {
			return ObjectType.OTHER;
		}
		return ObjectTypeParser.parse(this.cursor);
	}

	private List<ObjectName> objects(ObjectType type) {
		List<ObjectName> objects = new ArrayList<>();
		do {
			if (this.cursor.peek().isName()) {
				boolean routine = ObjectTypeParser.isRoutine(type);
				objects.add((routine) ? this.names.routineName() : this.names.qualifiedName());
				if (routine) {
					this.cursor.acceptParenthesis();
				}
			}
			else {
				// the number of a large object
				this.cursor.next();
			}
		}
		while (this.cursor.accept(","));
		return objects;
	}

	/** Whether {@code CASCADE} stands at the end. */
	private boolean cascade() {
		if (!this.cursor.next().isName()) {
			throw new UnexpectedSyntaxException();
		}
		boolean cascade = false;
		while (!this.cursor.isAtEnd()) {
			cascade = this.cursor.next().word().equals("cascade");
		}
		return cascade;
	}

}
