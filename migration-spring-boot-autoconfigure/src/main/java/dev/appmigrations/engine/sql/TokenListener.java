package dev.appmigrations.engine.sql;

import java.util.function.Supplier;

/**
 * Is told of everything in a script, in order, while a {@link StatementReader} reads it:
 * what a checksum or a parser of directives builds on.
 */
@FunctionalInterface
public interface TokenListener {

	/**
	 * A token, comments included. The semicolon that ends a statement is not reported,
	 * nor are those of empty statements; those inside a body are.
	 * @param type the type
	 * @param buffer the characters, valid only during the call and not to be changed
	 * @param start the token's first character in the buffer
	 * @param end the end of the token in the buffer, exclusive
	 * @param position where the token starts in the script; costs nothing unless asked,
	 * and can be asked only during the call
	 */
	void token(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position);

	/**
	 * The statement that the last tokens belong to has ended, with or without a
	 * semicolon. Not called for an empty statement.
	 */
	default void statementEnd() {
	}

	/**
	 * A piece of the inline data of the {@code COPY} statement that ended last. The size
	 * of the pieces means nothing.
	 * @param buffer the characters, valid only during the call and not to be changed
	 * @param start the first character in the buffer
	 * @param end the end in the buffer, exclusive
	 */
	default void copyData(char[] buffer, int start, int end) {
	}

}
