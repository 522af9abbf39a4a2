package dev.appmigrations.engine.ddl;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * Collects an expression while its tokens pass.
 */
final class ExpressionBuilder {

	/** So many characters of an expression are kept, and so many names of each kind. */
	private static final int LONGEST_TEXT = 100_000;

	private static final int MOST_NAMES = 1_000;

	private final TokenCursor cursor;

	private final @Nullable ExpressionBuilder outer;

	private final int start;

	private final StringBuilder text = new StringBuilder();

	private final Set<ObjectName> functions = new LinkedHashSet<>();

	private final Set<ObjectName> columns = new LinkedHashSet<>();

	private @Nullable Token previous;

	private boolean afterSign;

	ExpressionBuilder(TokenCursor cursor) {
		this.cursor = cursor;
		this.outer = cursor.recorder();
		this.start = cursor.start();
		cursor.record(this);
	}

	void add(Token token) {
		if (this.outer != null) {
			this.outer.add(token);
		}
		if (this.text.length() > LONGEST_TEXT) {
			return;
		}
		if (token.is(TokenType.STRING_CONTINUATION)) {
			this.text.append('\n');
		}
		else if (this.previous != null && isSpaced(this.previous, token)) {
			this.text.append(' ');
		}
		this.text.append(this.cursor.text(token));
		if (this.text.length() > LONGEST_TEXT) {
			this.text.setLength(LONGEST_TEXT);
			this.text.append('…');
		}
		this.afterSign = token.is(TokenType.OPERATOR) && !endsOperand(this.previous);
		this.previous = token;
	}

	void function(ObjectName name) {
		if (this.functions.size() < MOST_NAMES) {
			this.functions.add(name);
		}
	}

	void column(ObjectName name) {
		if (this.columns.size() < MOST_NAMES) {
			this.columns.add(name);
		}
	}

	List<ObjectName> functions() {
		return List.copyOf(this.functions);
	}

	Expression build() {
		this.cursor.record(this.outer);
		return new Expression(this.text.toString(), this.cursor.rangeFrom(this.start), functions(),
				List.copyOf(this.columns));
	}

	private boolean isSpaced(Token left, Token right) {
		boolean operator = right.is(TokenType.OPERATOR);
		if (this.afterSign && !operator) {
			return false;
		}
		return switch (right.word()) {
			case ")", "]", ",", ".", "::", "[", ":" -> false;
			case "(" -> !endsOperand(left) && !opens(left);
			default -> !opens(left) && !left.word().equals(".") && !left.word().equals("::");
		};
	}

	private static boolean opens(Token token) {
		return token.word().equals("(") || token.word().equals("[") || token.word().equals(":");
	}

	private static boolean endsOperand(@Nullable Token token) {
		if (token == null || token.type() == null) {
			return false;
		}
		return switch (token.type()) {
			case IDENTIFIER -> !Keywords.isReserved(token.word()) || isValue(token.word());
			case SYMBOL -> token.word().equals("]");
			case OPERATOR, LEFT_PARENTHESIS -> false;
			default -> true;
		};
	}

	private static boolean isValue(String word) {
		return switch (word) {
			case "null", "true", "false", "end", "cast", "array", "any", "some", "all" -> true;
			default -> word.startsWith("current_") || word.startsWith("localtime");
		};
	}

}
