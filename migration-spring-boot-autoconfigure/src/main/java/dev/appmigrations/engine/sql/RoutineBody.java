package dev.appmigrations.engine.sql;

import java.util.Locale;

/**
 * Knows whether the tokens of a {@code CREATE} statement are inside a body in the SQL
 * standard's form, {@code BEGIN ATOMIC … END}, whose semicolons end no statement of the
 * script.
 * <p>
 * psql counts any word {@code begin}; here only the {@code BEGIN ATOMIC} of a function or
 * procedure counts, and neither a label nor an attribute ({@code AS end}, {@code r.end}),
 * so that something that is called {@code begin} or {@code end} does no harm.
 */
final class RoutineBody {

	private final StatementClassifier statement;

	private Word before = Word.OTHER;

	private int depth;

	RoutineBody(StatementClassifier statement) {
		this.statement = statement;
	}

	void reset() {
		this.before = Word.OTHER;
		this.depth = 0;
	}

	/**
	 * Return whether a semicolon now would be one of the body.
	 */
	boolean isOpen() {
		return this.depth > 0;
	}

	/**
	 * Take note of a token of the statement that no parenthesis encloses.
	 */
	void add(TokenType type, char[] buffer, int start, int end) {
		Word word = wordOf(type, buffer, start, end);
		if (word != Word.OTHER && this.before != Word.AS && this.before != Word.DOT) {
			keyword(word);
		}
		this.before = word;
	}

	private void keyword(Word word) {
		if (isOpen()) {
			this.depth += (word == Word.CASE) ? 1 : 0;
			this.depth -= (word == Word.END) ? 1 : 0;
		}
		else if (word == Word.ATOMIC && this.before == Word.BEGIN && this.statement.isRoutine()) {
			this.depth = 1;
		}
	}

	private static Word wordOf(TokenType type, char[] buffer, int start, int end) {
		if (type == TokenType.SYMBOL && buffer[start] == '.') {
			return Word.DOT;
		}
		Word word = (type == TokenType.IDENTIFIER) ? ofLength(end - start) : Word.OTHER;
		return (word != Word.OTHER && word.is(buffer, start, end)) ? word : Word.OTHER;
	}

	private static Word ofLength(int length) {
		return switch (length) {
			case 2 -> Word.AS;
			case 3 -> Word.END;
			case 4 -> Word.CASE;
			case 5 -> Word.BEGIN;
			case 6 -> Word.ATOMIC;
			default -> Word.OTHER;
		};
	}

	/**
	 * A keyword that opens, closes or hides a body. No two of the keywords have the same
	 * length.
	 */
	private enum Word {

		OTHER, DOT, AS, BEGIN, ATOMIC, CASE, END;

		private final String keyword = name().toLowerCase(Locale.ROOT);

		boolean is(char[] buffer, int start, int end) {
			for (int i = start; i < end; i++) {
				if ((buffer[i] | 0x20) != this.keyword.charAt(i - start)) {
					return false;
				}
			}
			return true;
		}

	}

}
