package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code ALTER TABLE} and the statements that share its actions.
 */
final class AlterTableParser {

	private final TokenCursor cursor;

	private final NameParser names;

	AlterTableParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	/** What follows {@code TABLE}, {@code VIEW} and so on. */
	DdlStatement parse(ObjectType type) {
		if (this.cursor.is("all", "in")) {
			throw new UnexpectedSyntaxException();
		}
		boolean ifExists = this.cursor.accept("if", "exists");
		return parse(type, Relation.parse(this.cursor), ifExists);
	}

	/** What follows the name. */
	DdlStatement parse(ObjectType type, Relation relation, boolean ifExists) {
		if (this.cursor.is("depends") || this.cursor.is("no", "depends")) {
			throw new UnexpectedSyntaxException();
		}
		if (this.cursor.accept("rename")) {
			return new RenameParser(this.cursor).parse(type, relation.name(), ifExists);
		}
		if (this.cursor.accept("set", "schema")) {
			String schema = this.names.name();
			this.cursor.expectEnd();
			return new SetSchema(type, relation.name(), schema, ifExists);
		}
		List<TableAction> actions = actions(type);
		return new AlterTable(type, relation.name(), ifExists, relation.only(), actions);
	}

	private List<TableAction> actions(ObjectType type) {
		TableActionParser parser = new TableActionParser(this.cursor, type);
		List<TableAction> actions = new ArrayList<>();
		do {
			actions.add(parser.parse());
		}
		while (this.cursor.accept(","));
		this.cursor.expectEnd();
		return actions;
	}

}
