package dev.appmigrations.engine.sql;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Cuts SQL into tokens by the rules of PostgreSQL's {@code scan.l} and of psql's
 * {@code psqlscan.l}, which are the same in versions 14 to 18 wherever it matters for the
 * end of a statement. Where the versions disagree on the tokens inside (numbers), the
 * newest counts.
 * <p>
 * A pull tokenizer: {@link #next()} moves on to a token, which then stands in the
 * window's buffer between {@code start} and {@code position}. Nothing is allocated for a
 * token, and no more is kept in memory than the longest one. The class is long because a
 * lexer is one automaton: each method is one of its states.
 */
final class SqlTokenizer {

	/**
	 * As many characters as the start of a token needs for its recognition: {@code U&'}.
	 */
	private static final int LOOKAHEAD = 3;

	private static final byte NAME = 1;

	private static final byte DIGIT = 2;

	private static final byte SPACE = 3;

	private static final byte OPERATOR_CHARACTER = 4;

	private static final byte SYMBOL_CHARACTER = 5;

	private static final byte[] CLASSES = new byte[128];

	/** Characters that make an operator which contains one free to end in + or -. */
	private static final String NOT_IN_SQL_OPERATORS = "~!@#^&|`?%";

	static {
		Arrays.fill(CLASSES, 'A', 'Z' + 1, NAME);
		Arrays.fill(CLASSES, 'a', 'z' + 1, NAME);
		CLASSES['_'] = NAME;
		Arrays.fill(CLASSES, '0', '9' + 1, DIGIT);
		for (char c : " \t\n\r\f\u000b".toCharArray()) {
			CLASSES[c] = SPACE;
		}
		for (char c : "~!@#^&|`?+-*/%<>=".toCharArray()) {
			CLASSES[c] = OPERATOR_CHARACTER;
		}
		for (char c : ",[]:.();'\"$\\\u0000".toCharArray()) {
			CLASSES[c] = SYMBOL_CHARACTER;
		}
	}

	private final CharWindow window;

	private boolean standardConformingStrings = true;

	private Quoting lastQuoting = Quoting.STANDARD;

	private Continuation continuation = Continuation.NONE;

	SqlTokenizer(CharWindow window) {
		this.window = window;
	}

	static SqlTokenizer of(Reader reader) {
		return new SqlTokenizer(new CharWindow(reader, CharWindow.DEFAULT_SIZE));
	}

	/**
	 * Set whether a backslash in {@code '…'} is an ordinary character, from the next
	 * token on.
	 */
	void standardConformingStrings(boolean on) {
		this.standardConformingStrings = on;
	}

	CharWindow window() {
		return this.window;
	}

	/**
	 * Move on to the next token.
	 * @return its type, or {@code null} at the end of the script
	 * @throws SqlSyntaxException if a literal or a comment does not end, or at a NUL
	 */
	@Nullable TokenType next() throws IOException {
		CharWindow w = this.window;
		w.start = w.position;
		if (w.limit - w.position < LOOKAHEAD) {
			w.require(LOOKAHEAD);
			if (w.position == w.limit) {
				return null;
			}
		}
		char c = w.buffer[w.position];
		byte kind = (c < 128) ? CLASSES[c] : NAME;
		if (kind == SPACE) {
			return whitespace();
		}
		if (c == '-' && peek(1) == '-') {
			return lineComment();
		}
		Continuation before = this.continuation;
		this.continuation = Continuation.NONE;
		return switch (kind) {
			case NAME -> nameOrPrefix(c);
			case DIGIT -> number();
			case OPERATOR_CHARACTER -> (c == '/' && peek(1) == '*') ? blockComment() : operator();
			case SYMBOL_CHARACTER -> symbol(c, before);
			default -> single(TokenType.OTHER);
		};
	}

	private TokenType symbol(char c, Continuation before) throws IOException {
		return switch (c) {
			case '(' -> single(TokenType.LEFT_PARENTHESIS);
			case ')' -> single(TokenType.RIGHT_PARENTHESIS);
			case ';' -> single(TokenType.SEMICOLON);
			case '\'' -> (before == Continuation.POSSIBLE) ? string(0, this.lastQuoting, TokenType.STRING_CONTINUATION)
					: string(0, plainQuoting(), TokenType.STRING);
			case '"' -> quotedIdentifier(0);
			case '$' -> dollar();
			case '.' -> dot();
			case ':' -> (peek(1) == ':' || peek(1) == '=') ? take(2, TokenType.SYMBOL) : single(TokenType.SYMBOL);
			case '\\' -> metaCommand();
			case '\0' -> throw error("the file contains a NUL character",
					"remove it: PostgreSQL accepts none (is the file UTF-16, or not text?)");
			default -> single(TokenType.SYMBOL);
		};
	}

	private TokenType whitespace() throws IOException {
		CharWindow w = this.window;
		int p = w.position + 1;
		for (;;) {
			char[] buffer = w.buffer;
			int limit = w.limit;
			while (p < limit && buffer[p] < 128 && CLASSES[buffer[p]] == SPACE) {
				p++;
			}
			w.position = p;
			if (p < limit || !w.fill()) {
				break;
			}
			p = w.position;
		}
		if (this.continuation == Continuation.NEEDS_LINE_END && containsLineEnd(w)) {
			this.continuation = Continuation.POSSIBLE;
		}
		return TokenType.WHITESPACE;
	}

	private static boolean containsLineEnd(CharWindow w) {
		for (int i = w.start; i < w.position; i++) {
			if (isLineEnd(w.buffer[i])) {
				return true;
			}
		}
		return false;
	}

	private TokenType lineComment() throws IOException {
		skipLine();
		return TokenType.LINE_COMMENT;
	}

	private TokenType metaCommand() throws IOException {
		skipLine();
		return TokenType.META_COMMAND;
	}

	private void skipLine() throws IOException {
		CharWindow w = this.window;
		int p = w.position;
		for (;;) {
			char[] buffer = w.buffer;
			int limit = w.limit;
			while (p < limit && !isLineEnd(buffer[p])) {
				p++;
			}
			w.position = p;
			if (p < limit || !w.fill()) {
				return;
			}
			p = w.position;
		}
	}

	private TokenType blockComment() throws IOException {
		CharWindow w = this.window;
		w.position += 2;
		int depth = 1;
		while (depth > 0) {
			w.require(2);
			if (w.limit - w.position < 2) {
				throw error("the comment is not terminated", "close it with */ (comments nest: each /* needs its own)");
			}
			char[] buffer = w.buffer;
			int last = w.limit - 1;
			int p = w.position;
			while (p < last && depth > 0) {
				char c = buffer[p];
				if (c == '*' && buffer[p + 1] == '/') {
					depth--;
					p += 2;
				}
				else if (c == '/' && buffer[p + 1] == '*') {
					depth++;
					p += 2;
				}
				else {
					p++;
				}
			}
			w.position = p;
		}
		return TokenType.BLOCK_COMMENT;
	}

	private TokenType nameOrPrefix(char c) throws IOException {
		int next = peek(1);
		if (next == '\'') {
			switch (c) {
				case 'e', 'E' -> {
					return string(1, Quoting.ESCAPES, TokenType.STRING);
				}
				case 'b', 'B', 'x', 'X' -> {
					return string(1, Quoting.BITS, TokenType.STRING);
				}
				case 'n', 'N' -> {
					return string(1, plainQuoting(), TokenType.STRING);
				}
				default -> {
				}
			}
		}
		else if (next == '&' && (c == 'u' || c == 'U')) {
			int quote = peek(2);
			if (quote == '\'') {
				return string(2, Quoting.STANDARD, TokenType.STRING);
			}
			if (quote == '"') {
				return quotedIdentifier(2);
			}
		}
		name(1);
		return TokenType.IDENTIFIER;
	}

	/**
	 * Move over the characters that may continue a name.
	 */
	private void name(int offset) throws IOException {
		CharWindow w = this.window;
		int p = w.position + offset;
		for (;;) {
			char[] buffer = w.buffer;
			int limit = w.limit;
			while (p < limit && continuesName(buffer[p])) {
				p++;
			}
			w.position = p;
			if (p < limit || !w.fill()) {
				return;
			}
			p = w.position;
		}
	}

	private Quoting plainQuoting() {
		return (this.standardConformingStrings) ? Quoting.STANDARD : Quoting.ESCAPES;
	}

	private TokenType string(int prefix, Quoting quoting, TokenType type) throws IOException {
		CharWindow w = this.window;
		boolean escapes = (quoting == Quoting.ESCAPES);
		int p = w.position + prefix + 1;
		for (;;) {
			char[] buffer = w.buffer;
			int limit = w.limit;
			char c = 0;
			while (p < limit && (c = buffer[p]) != '\'' && !(escapes && c == '\\')) {
				p++;
			}
			w.position = p;
			if (p == limit) {
				if (!w.fill()) {
					throw error("the string is not terminated", "close it with ' (a quote inside is written as '')");
				}
				p = w.position;
				continue;
			}
			int next = peek(1);
			if (c == '\'' && (next != '\'' || quoting == Quoting.BITS)) {
				w.position++;
				this.lastQuoting = quoting;
				this.continuation = Continuation.NEEDS_LINE_END;
				return type;
			}
			p = Math.min(w.position + 2, w.limit);
		}
	}

	private TokenType quotedIdentifier(int prefix) throws IOException {
		CharWindow w = this.window;
		int p = w.position + prefix + 1;
		for (;;) {
			char[] buffer = w.buffer;
			int limit = w.limit;
			while (p < limit && buffer[p] != '"') {
				p++;
			}
			w.position = p;
			if (p == limit) {
				if (!w.fill()) {
					throw error("the quoted identifier is not terminated",
							"close it with \" (a double quote inside is written twice)");
				}
				p = w.position;
				continue;
			}
			if (peek(1) != '"') {
				w.position++;
				return TokenType.QUOTED_IDENTIFIER;
			}
			p = w.position + 2;
		}
	}

	private TokenType dollar() throws IOException {
		int next = peek(1);
		if (isDigit(next)) {
			digits(1);
			if (startsName(peek(0))) {
				name(1);
			}
			return TokenType.PARAMETER;
		}
		CharWindow w = this.window;
		int length = 1;
		int c = next;
		while (c != '$') {
			if (!(startsName(c) || (length > 1 && isDigit(c)))) {
				return single(TokenType.OTHER);
			}
			length++;
			c = peek(length);
		}
		w.position += length + 1;
		return dollarString(length + 1);
	}

	private TokenType dollarString(int tagLength) throws IOException {
		CharWindow w = this.window;
		int p = w.position;
		for (;;) {
			char[] buffer = w.buffer;
			int limit = w.limit;
			while (p < limit && buffer[p] != '$') {
				p++;
			}
			w.position = p;
			if (limit - p < tagLength) {
				if (!w.fill()) {
					String tag = new String(w.buffer, w.start, tagLength);
					throw error("the dollar-quoted string is not terminated", "close it with " + tag);
				}
				p = w.position;
			}
			else if (Arrays.equals(buffer, p, p + tagLength, buffer, w.start, w.start + tagLength)) {
				w.position = p + tagLength;
				return TokenType.DOLLAR_STRING;
			}
			else {
				p++;
			}
		}
	}

	private TokenType dot() throws IOException {
		int next = peek(1);
		if (next == '.') {
			return take(2, TokenType.SYMBOL);
		}
		return (isDigit(next)) ? number() : single(TokenType.SYMBOL);
	}

	/**
	 * A number, and the letters behind it, which make it an error since PostgreSQL 15 but
	 * for those of {@code 0x}, {@code 0o} and {@code 0b}. {@code 1..10} is {@code 1},
	 * {@code ..} and {@code 10}.
	 */
	private TokenType number() throws IOException {
		digits(0);
		if (peek(0) == '.' && peek(1) != '.') {
			digits(1);
		}
		int c = peek(0);
		if (c == 'e' || c == 'E') {
			int sign = peek(1);
			if ((sign == '+' || sign == '-') && isDigit(peek(2))) {
				digits(2);
			}
		}
		if (startsName(peek(0))) {
			name(1);
		}
		return TokenType.NUMBER;
	}

	private void digits(int offset) throws IOException {
		CharWindow w = this.window;
		w.position += offset;
		int c = peek(0);
		while (isDigit(c) || c == '_') {
			w.position++;
			c = peek(0);
		}
	}

	private TokenType operator() throws IOException {
		CharWindow w = this.window;
		int length = 1;
		int c = peek(1);
		while (c >= 0 && c < 128 && CLASSES[c] == OPERATOR_CHARACTER) {
			char before = w.buffer[w.position + length - 1];
			if ((before == '/' && c == '*') || (before == '-' && c == '-')) {
				length--;
				break;
			}
			length++;
			c = peek(length);
		}
		if (length > 1 && !mayEndInSign(length)) {
			while (length > 1 && isSign(w.buffer[w.position + length - 1])) {
				length--;
			}
		}
		return take(length, TokenType.OPERATOR);
	}

	/**
	 * {@code =-} is two operators, but {@code ?-} is one: an operator may end in a sign
	 * only if it contains a character that no operator of the SQL standard has.
	 */
	private boolean mayEndInSign(int length) {
		CharWindow w = this.window;
		for (int i = w.position; i < w.position + length - 1; i++) {
			if (NOT_IN_SQL_OPERATORS.indexOf(w.buffer[i]) >= 0) {
				return true;
			}
		}
		return false;
	}

	private TokenType single(TokenType type) {
		return take(1, type);
	}

	private TokenType take(int length, TokenType type) {
		this.window.position += length;
		return type;
	}

	/**
	 * Return a character ahead, or -1 behind the end.
	 */
	private int peek(int ahead) throws IOException {
		CharWindow w = this.window;
		if (w.position + ahead >= w.limit) {
			w.require(ahead + 1);
			if (w.position + ahead >= w.limit) {
				return -1;
			}
		}
		return w.buffer[w.position + ahead];
	}

	private SqlSyntaxException error(String problem, String remedy) {
		return new SqlSyntaxException(this.window.positionOf(this.window.start), problem, remedy);
	}

	static boolean isLineEnd(int c) {
		return c == '\n' || c == '\r';
	}

	private static boolean isDigit(int c) {
		return c >= '0' && c <= '9';
	}

	private static boolean isSign(char c) {
		return c == '+' || c == '-';
	}

	private static boolean startsName(int c) {
		return c >= 128 || (c >= 0 && CLASSES[c] == NAME);
	}

	private static boolean continuesName(char c) {
		return c >= 128 || CLASSES[c] == NAME || CLASSES[c] == DIGIT || c == '$';
	}

	/** What ends a string constant, and what does not. */
	private enum Quoting {

		/** A quote ends it, two are one. */
		STANDARD,

		/** Likewise, and a backslash takes the next character along. */
		ESCAPES,

		/** The first quote ends it. */
		BITS

	}

	/** Whether a string constant would go on with a quote that comes now. */
	private enum Continuation {

		NONE, NEEDS_LINE_END, POSSIBLE

	}

}
