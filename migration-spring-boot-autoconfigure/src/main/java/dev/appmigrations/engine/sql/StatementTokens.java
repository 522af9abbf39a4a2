package dev.appmigrations.engine.sql;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;

import org.jspecify.annotations.Nullable;

/**
 * The tokens of one statement that the server sees, one after the other: what is not
 * asked for is not read. Comments are left out.
 */
public final class StatementTokens {

	private final SqlTokenizer tokenizer;

	private final CharWindow window;

	private StatementTokens(CharWindow window) {
		this.tokenizer = new SqlTokenizer(window);
		this.window = window;
	}

	/**
	 * Reads a statement.
	 * @param statement its text
	 * @return its tokens
	 */
	public static StatementTokens of(String statement) {
		return new StatementTokens(new CharWindow(new StringReader(statement), CharWindow.DEFAULT_SIZE));
	}

	/**
	 * Moves on to the next token.
	 * @return its type, {@code null} at the end
	 * @throws SqlSyntaxException if a literal or a comment does not end, or at a NUL
	 */
	public @Nullable TokenType next() {
		try {
			TokenType type = this.tokenizer.next();
			while (type != null && type.isIgnored()) {
				type = this.tokenizer.next();
			}
			return type;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns where the token starts.
	 * @return the index of its first character in the statement
	 */
	public int start() {
		return (int) this.window.offsetOf(this.window.start);
	}

	/**
	 * Returns where the token ends.
	 * @return the index behind its last character in the statement
	 */
	public int end() {
		return (int) this.window.offsetOf(this.window.position);
	}

	/**
	 * Returns the token as the server compares keywords and unquoted names: with ASCII
	 * letters made small.
	 * @return the token
	 */
	public String lowerCase() {
		char[] chars = new char[this.window.position - this.window.start];
		for (int i = 0; i < chars.length; i++) {
			chars[i] = StatementClassifier.lowerCase(this.window.buffer[this.window.start + i]);
		}
		return new String(chars);
	}

}
