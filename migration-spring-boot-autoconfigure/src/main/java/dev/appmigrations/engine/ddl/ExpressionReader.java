package dev.appmigrations.engine.ddl;

/**
 * Reads an expression as far as it goes.
 */
final class ExpressionReader {

	private final TokenCursor cursor;

	ExpressionReader(TokenCursor cursor) {
		this.cursor = cursor;
	}

	/**
	 * The grammar's {@code a_expr} where it ends at a comma, a closing parenthesis, a
	 * bracket or the end of the statement.
	 */
	Expression expression() {
		ExpressionWalker walker = new ExpressionWalker(this.cursor);
		while (!walker.isAtEnd()) {
			walker.step();
		}
		return walker.finish();
	}

	/** An {@code a_expr} that a keyword may end. */
	Expression expressionUpTo(String... keywords) {
		ExpressionWalker walker = new ExpressionWalker(this.cursor);
		while (!walker.isAtEnd() && !(walker.isComplete() && isOneOf(keywords))) {
			walker.step();
		}
		return walker.finish();
	}

	/** The query of a view, up to its {@code WITH CHECK OPTION} or the end. */
	Expression viewQuery() {
		ExpressionWalker walker = new ExpressionWalker(this.cursor);
		while (!walker.isOutermost() || !(this.cursor.isAtEnd() || isCheckOption())) {
			walker.step();
		}
		return walker.finishQuery();
	}

	private boolean isCheckOption() {
		if (!this.cursor.is("with")) {
			return false;
		}
		String following = this.cursor.peek(1).word();
		boolean qualified = following.equals("local") || following.equals("cascaded");
		return this.cursor.peek((qualified) ? 2 : 1).word().equals("check");
	}

	private boolean isOneOf(String... keywords) {
		for (String keyword : keywords) {
			if (this.cursor.is(keyword)) {
				return true;
			}
		}
		return false;
	}

	/** An {@code a_expr} in parentheses, which are not part of the result. */
	Expression inParentheses() {
		this.cursor.expect("(");
		Expression expression = expression();
		this.cursor.expect(")");
		return expression;
	}

	/**
	 * The grammar's {@code b_expr}, behind which constraints may follow: it ends where an
	 * operand is complete and no operator follows.
	 */
	Expression restricted() {
		ExpressionWalker walker = new ExpressionWalker(this.cursor);
		while (!walker.isAtEnd() && !(walker.isComplete() && !goesOn())) {
			walker.step();
		}
		return walker.finish();
	}

	/** Whether what follows a complete operand belongs to the same {@code b_expr}. */
	private boolean goesOn() {
		Token token = this.cursor.peek();
		if (token.type() == null) {
			return false;
		}
		return switch (token.type()) {
			case OPERATOR, STRING, DOLLAR_STRING, STRING_CONTINUATION -> true;
			case SYMBOL -> !token.word().equals(",") && !token.word().equals("]");
			case IDENTIFIER -> switch (token.word()) {
				case "is", "filter", "over", "within", "uescape" -> true;
				case "operator" -> this.cursor.peek(1).word().equals("(");
				default -> false;
			};
			default -> false;
		};
	}

}
