package dev.appmigrations.engine.ddl;

import java.util.ArrayDeque;
import java.util.Deque;

import dev.appmigrations.engine.sql.TokenType;

/**
 * Walks through an expression, or a query, and finds the names in it. It follows the
 * grammar only so far as to know whether an operand is complete: that decides what a word
 * is, and where an expression ends.
 */
final class ExpressionWalker {

	private final TokenCursor cursor;

	private final ExpressionBuilder builder;

	private final WordWalker words;

	private final Deque<Group> groups = new ArrayDeque<>();

	/** Whether the query is at the outermost level. */
	private boolean query;

	private boolean complete;

	private boolean started;

	ExpressionWalker(TokenCursor cursor) {
		this.cursor = cursor;
		this.builder = new ExpressionBuilder(cursor);
		this.words = new WordWalker(cursor, this.builder, this);
	}

	/** Whether the expression must end here, if it is one. */
	boolean isAtEnd() {
		if (!this.groups.isEmpty()) {
			return false;
		}
		return isOperandEnd();
	}

	/** Whether the operand ends here, whatever is open. */
	boolean isOperandEnd() {
		return this.cursor.isAtEnd() || switch (this.cursor.peek().word()) {
			case ",", ")", "]" -> true;
			default -> false;
		};
	}

	/** Whether an operand is complete, and no parenthesis is open. */
	boolean isComplete() {
		return this.complete && this.groups.isEmpty();
	}

	boolean isOutermost() {
		return this.groups.isEmpty();
	}

	ExpressionBuilder builder() {
		return this.builder;
	}

	Expression finish() {
		Expression expression = finishQuery();
		if (!this.complete) {
			throw new UnexpectedSyntaxException();
		}
		return expression;
	}

	/** Queries may end with a keyword: {@code ORDER BY a DESC}. */
	Expression finishQuery() {
		Expression expression = this.builder.build();
		if (!this.started || !this.groups.isEmpty()) {
			throw new UnexpectedSyntaxException();
		}
		return expression;
	}

	void step() {
		this.started = true;
		Token token = this.cursor.peek();
		TokenType type = token.type();
		if (type == null) {
			throw new UnexpectedSyntaxException();
		}
		switch (type) {
			case IDENTIFIER, QUOTED_IDENTIFIER -> this.words.step(token, this.complete);
			case LEFT_PARENTHESIS -> open(Group.PARENTHESIS);
			case RIGHT_PARENTHESIS -> close(")");
			case SYMBOL -> symbol(token.word());
			case OPERATOR -> operator(token);
			case NUMBER, PARAMETER, STRING, DOLLAR_STRING, STRING_CONTINUATION -> {
				this.cursor.next();
				this.complete = true;
			}
			case SEMICOLON -> {
				this.cursor.next();
				this.complete = false;
			}
			default -> throw new UnexpectedSyntaxException();
		}
	}

	private void symbol(String symbol) {
		switch (symbol) {
			case "[" -> open(Group.BRACKET);
			case "]" -> close("]");
			case "::" -> {
				this.cursor.next();
				new TypeParser(this.cursor).parse();
				this.complete = true;
			}
			case "." -> {
				this.cursor.next();
				if (!this.cursor.accept("*")) {
					new NameParser(this.cursor).label();
				}
				this.complete = true;
			}
			default -> {
				this.cursor.next();
				this.complete = false;
			}
		}
	}

	/** Where no operand stands before it, {@code *} stands for one. */
	private void operator(Token token) {
		this.cursor.next();
		this.complete = !this.complete && token.word().equals("*");
	}

	void open(Group group) {
		this.cursor.next();
		this.groups.push(group);
		this.complete = false;
	}

	void openIfCalled() {
		if (this.cursor.is("(")) {
			open(Group.PARENTHESIS);
		}
	}

	/** {@code CAST} or {@code TREAT} comes next: behind its {@code AS} stands a type. */
	void openCast() {
		this.cursor.next();
		if (!this.cursor.is("(")) {
			throw new UnexpectedSyntaxException();
		}
		open(Group.CAST);
	}

	private void close(String symbol) {
		Group group = this.groups.poll();
		if (group == null || !group.end().equals(symbol)) {
			throw new UnexpectedSyntaxException();
		}
		this.cursor.next();
		this.complete = group != Group.DISTINCT;
	}

	/** {@code END} of a {@code CASE}. */
	void endCase() {
		close("end");
	}

	boolean isIn(Group group) {
		return this.groups.peek() == group;
	}

	/** From here on the present parenthesis holds a query. */
	void startQuery() {
		if (this.groups.isEmpty()) {
			this.query = true;
		}
		else if (isIn(Group.PARENTHESIS)) {
			this.groups.pop();
			this.groups.push(Group.QUERY);
		}
	}

	boolean isInQuery() {
		return (this.groups.isEmpty()) ? this.query : isIn(Group.QUERY);
	}

	void complete(boolean operand) {
		this.complete = operand;
	}

	/** What is open. */
	enum Group {

		/** An ordinary parenthesis. */
		PARENTHESIS(")"),

		/** That of a {@code CAST}. */
		CAST(")"),

		/** That of a {@code DISTINCT ON}, behind which expressions follow. */
		DISTINCT(")"),

		/** That of a function of SQL/JSON, with clauses of its own. */
		JSON(")"),

		/** A query in parentheses. */
		QUERY(")"),

		/** Brackets. */
		BRACKET("]"),

		/** From {@code CASE} to {@code END}. */
		CASE("end");

		private final String end;

		Group(String end) {
			this.end = end;
		}

		String end() {
			return this.end;
		}

	}

}
