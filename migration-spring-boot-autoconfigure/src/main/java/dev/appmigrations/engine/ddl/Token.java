package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * A token that the server sees.
 *
 * @param type the type, {@code null} for the end of the statement
 * @param word a keyword or unquoted name in lower case, an operator or a symbol; empty
 * for everything else, so that {@code "on"} is never taken for a keyword
 * @param start the index of its first character in the statement
 * @param end the index behind its last character
 */
record Token(@Nullable TokenType type, String word, int start, int end) {

	boolean is(TokenType expected) {
		return this.type == expected;
	}

	boolean isWord() {
		return this.type == TokenType.IDENTIFIER;
	}

	/** A keyword, or a name in any spelling. */
	boolean isName() {
		return this.type == TokenType.IDENTIFIER || this.type == TokenType.QUOTED_IDENTIFIER;
	}

	boolean isString() {
		return this.type == TokenType.STRING || this.type == TokenType.DOLLAR_STRING;
	}

}
