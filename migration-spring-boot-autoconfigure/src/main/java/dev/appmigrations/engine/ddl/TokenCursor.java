package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.SqlSyntaxException;
import dev.appmigrations.engine.sql.StatementTokens;
import dev.appmigrations.engine.sql.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * Moves through the tokens of a statement. It reads no further than it is asked to look,
 * and keeps nothing of what is behind it.
 */
final class TokenCursor {

	/** So many tokens behind the cursor are dropped at a time. */
	private static final int BEHIND = 256;

	private final String statement;

	private final StatementTokens tokens;

	private final List<Token> buffer = new ArrayList<>();

	private int index;

	private int end;

	private int depth;

	private final boolean cutOff;

	private @Nullable ExpressionBuilder recorder;

	TokenCursor(String statement) {
		this(statement, false);
	}

	private TokenCursor(String statement, boolean cutOff) {
		this.statement = statement;
		this.cutOff = cutOff;
		this.tokens = StatementTokens.of(statement);
	}

	/** Reads a text that may end within a token. */
	static TokenCursor ofBeginning(String beginning) {
		return new TokenCursor(beginning, true);
	}

	Token peek() {
		return peek(0);
	}

	Token peek(int ahead) {
		while (this.buffer.size() <= this.index + ahead) {
			this.buffer.add(read());
		}
		return this.buffer.get(this.index + ahead);
	}

	/** Moves behind the next token; at the end it stays. */
	Token next() {
		Token token = peek();
		if (token.type() == null) {
			return token;
		}
		this.index++;
		this.end = token.end();
		if (this.index == BEHIND) {
			this.buffer.subList(0, BEHIND).clear();
			this.index = 0;
		}
		switch (token.word()) {
			case "(", "[" -> this.depth++;
			case ")", "]" -> this.depth--;
			default -> {
			}
		}
		if (this.recorder != null) {
			this.recorder.add(token);
		}
		return token;
	}

	private Token read() {
		TokenType type = nextType();
		if (type == null) {
			return new Token(null, "", this.tokens.end(), this.tokens.end());
		}
		String word = switch (type) {
			case IDENTIFIER, OPERATOR, SYMBOL, LEFT_PARENTHESIS, RIGHT_PARENTHESIS, SEMICOLON ->
				this.tokens.lowerCase();
			default -> "";
		};
		return new Token(type, word, this.tokens.start(), this.tokens.end());
	}

	private @Nullable TokenType nextType() {
		try {
			return this.tokens.next();
		}
		catch (SqlSyntaxException ex) {
			if (this.cutOff) {
				return null;
			}
			throw ex;
		}
	}

	boolean is(String word) {
		return peek().word().equals(word);
	}

	boolean is(String first, String second) {
		return is(first) && peek(1).word().equals(second);
	}

	/** Moves on if all of the keywords, or symbols, come next. */
	boolean accept(String... words) {
		for (int i = 0; i < words.length; i++) {
			if (!peek(i).word().equals(words[i])) {
				return false;
			}
		}
		for (int i = 0; i < words.length; i++) {
			next();
		}
		return true;
	}

	void expect(String... words) {
		if (!accept(words)) {
			throw new UnexpectedSyntaxException();
		}
	}

	/** Whether nothing follows but the semicolon, if that. */
	boolean isAtEnd() {
		Token token = peek();
		return token.type() == null || (token.is(TokenType.SEMICOLON) && peek(1).type() == null);
	}

	void expectEnd() {
		if (!isAtEnd()) {
			throw new UnexpectedSyntaxException();
		}
	}

	/** Moves behind the parenthesis that comes next. */
	void skipParenthesis() {
		int before = this.depth;
		expect("(");
		while (this.depth > before) {
			if (next().type() == null) {
				throw new UnexpectedSyntaxException();
			}
		}
	}

	boolean acceptParenthesis() {
		if (is("(")) {
			skipParenthesis();
			return true;
		}
		return false;
	}

	/** How many parentheses and brackets are open. */
	int depth() {
		return this.depth;
	}

	int start() {
		return peek().start();
	}

	/** The text from a token up to the last one that was moved behind. */
	TextRange rangeFrom(int start) {
		return new TextRange(start, Math.max(start, this.end));
	}

	String text(Token token) {
		return this.statement.substring(token.start(), token.end());
	}

	String statement() {
		return this.statement;
	}

	/** From now on each token that is moved behind is added to an expression. */
	void record(@Nullable ExpressionBuilder builder) {
		this.recorder = builder;
	}

	@Nullable ExpressionBuilder recorder() {
		return this.recorder;
	}

}
