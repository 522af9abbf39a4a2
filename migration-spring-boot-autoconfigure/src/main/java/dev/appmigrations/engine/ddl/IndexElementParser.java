package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements of an index: the grammar's {@code index_elem}.
 */
final class IndexElementParser {

	private final TokenCursor cursor;

	private final NameParser names;

	IndexElementParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	List<IndexElement> parseAll() {
		List<IndexElement> elements = new ArrayList<>();
		this.cursor.expect("(");
		do {
			elements.add(parse());
		}
		while (this.cursor.accept(","));
		this.cursor.expect(")");
		return elements;
	}

	IndexElement parse() {
		String column = null;
		Expression expression = null;
		if (this.cursor.is("(")) {
			expression = new ExpressionReader(this.cursor).inParentheses();
		}
		else if (isColumn()) {
			column = this.names.name();
		}
		else {
			expression = call();
		}
		ObjectName collation = (this.cursor.accept("collate")) ? this.names.qualifiedName() : null;
		ObjectName operatorClass = operatorClass();
		boolean descending = this.cursor.accept("desc");
		if (!descending) {
			this.cursor.accept("asc");
		}
		if (this.cursor.accept("nulls") && !this.cursor.accept("first")) {
			this.cursor.expect("last");
		}
		return new IndexElement(column, expression, collation, operatorClass, descending);
	}

	private boolean isColumn() {
		Token token = this.cursor.peek();
		boolean name = token.isName() && !(token.isWord() && !Keywords.isColumnName(token.word()));
		Token following = this.cursor.peek(1);
		return name && !following.word().equals("(") && !following.word().equals(".");
	}

	/** A call without {@code FILTER} and {@code OVER}, or a value function. */
	private Expression call() {
		Token token = this.cursor.peek();
		boolean call = token.isName() && (!Keywords.isReserved(token.word()) || this.cursor.is("cast", "(")
				|| WordWalker.isValueFunction(token.word()));
		if (!call) {
			throw new UnexpectedSyntaxException();
		}
		ExpressionWalker walker = new ExpressionWalker(this.cursor);
		do {
			walker.step();
		}
		while (!walker.isOutermost() || (!walker.isComplete() && !walker.isAtEnd()));
		return walker.finish();
	}

	private @Nullable ObjectName operatorClass() {
		Token token = this.cursor.peek();
		boolean name = token.isName() && !(token.isWord() && !Keywords.isColumnName(token.word()));
		if (!name || this.cursor.is("nulls", "first") || this.cursor.is("nulls", "last")) {
			return null;
		}
		ObjectName operatorClass = this.names.qualifiedName();
		this.cursor.acceptParenthesis();
		return operatorClass;
	}

}
