package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code CREATE INDEX}.
 */
final class CreateIndexParser {

	private final TokenCursor cursor;

	private final NameParser names;

	CreateIndexParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	/** What follows {@code CREATE}. */
	CreateIndex parse() {
		boolean unique = this.cursor.accept("unique");
		this.cursor.expect("index");
		boolean concurrently = this.cursor.accept("concurrently");
		boolean ifNotExists = this.cursor.accept("if", "not", "exists");
		String name = (this.cursor.is("on")) ? null : this.names.name();
		this.cursor.expect("on");
		Relation table = Relation.parse(this.cursor);
		String method = (this.cursor.accept("using")) ? this.names.name() : null;
		IndexElementParser parser = new IndexElementParser(this.cursor);
		List<IndexElement> elements = parser.parseAll();
		List<String> included = (this.cursor.accept("include")) ? columnsOf(parser.parseAll()) : List.of();
		boolean notDistinct = ConstraintParser.nullsNotDistinct(this.cursor);
		if (this.cursor.accept("with")) {
			this.cursor.skipParenthesis();
		}
		if (this.cursor.accept("tablespace")) {
			this.names.name();
		}
		Expression predicate = (this.cursor.accept("where")) ? new ExpressionReader(this.cursor).expression() : null;
		this.cursor.expectEnd();
		return new CreateIndex(name, table.name(), table.only(), unique, concurrently, ifNotExists, method, elements,
				included, notDistinct, predicate);
	}

	/** The server refuses expressions here. */
	private static List<String> columnsOf(List<IndexElement> elements) {
		List<String> columns = new ArrayList<>();
		for (IndexElement element : elements) {
			Expression expression = element.expression();
			columns.add((expression != null) ? expression.text() : String.valueOf(element.column()));
		}
		return columns;
	}

}
