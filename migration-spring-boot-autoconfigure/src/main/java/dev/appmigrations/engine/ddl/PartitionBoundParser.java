package dev.appmigrations.engine.ddl;

/**
 * Reads the bound of a partition: the grammar's {@code PartitionBoundSpec}.
 */
final class PartitionBoundParser {

	private final TokenCursor cursor;

	PartitionBoundParser(TokenCursor cursor) {
		this.cursor = cursor;
	}

	PartitionBound parse() {
		if (this.cursor.accept("default")) {
			return new PartitionBound(true, "");
		}
		this.cursor.expect("for", "values");
		ExpressionBuilder text = new ExpressionBuilder(this.cursor);
		if (this.cursor.accept("from")) {
			this.cursor.skipParenthesis();
			this.cursor.expect("to");
		}
		else if (!this.cursor.accept("in")) {
			this.cursor.expect("with");
		}
		this.cursor.skipParenthesis();
		return new PartitionBound(false, text.build().text());
	}

}
