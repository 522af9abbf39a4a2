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

	private static final byte OTHER = 0;

	private static final byte NAME = 1;

	private static final byte DIGIT = 2;

	private static final byte SPACE = 3;

	private static final byte OPERATOR = 4;

	private static final byte SYMBOL = 5;

	private static final byte DASH = 6;

	private static final byte SLASH = 7;

	private static final byte LEFT_PARENTHESIS = 8;

	private static final byte RIGHT_PARENTHESIS = 9;

	private static final byte SEMICOLON = 10;

	private static final byte QUOTE = 11;

	private static final byte DOUBLE_QUOTE = 12;

	private static final byte DOLLAR = 13;

	private static final byte DOT = 14;

	private static final byte COLON = 15;

	private static final byte BACKSLASH = 16;

	private static final byte NUL = 17;

	/** Invisible; to the server it is part of a name. */
	private static final char BYTE_ORDER_MARK = '\ufeff';

	/** The kind of token that a character starts. */
	private static final byte[] CLASSES = new byte[128];

	// A constant goes on with a quote that comes now: no, only behind a line end, yes
	private static final int ENDED = 0;

	private static final int ENDED_IN_LINE = 1;

	private static final int CONTINUES = 2;

	// A constant ends at a quote that is not doubled; a backslash takes the next
	// character along; or it ends at any quote
	private static final int STANDARD = 0;

	private static final int ESCAPES = 1;

	private static final int BITS = 2;

	/** Characters that make an operator which contains one free to end in + or -. */
	private static final String NOT_IN_SQL_OPERATORS = "~!@#^&|`?%";

	static {
		Arrays.fill(CLASSES, OTHER);
		Arrays.fill(CLASSES, 'A', 'Z' + 1, NAME);
		Arrays.fill(CLASSES, 'a', 'z' + 1, NAME);
		CLASSES['_'] = NAME;
		Arrays.fill(CLASSES, '0', '9' + 1, DIGIT);
		classify(" \t\n\r\f\u000b", SPACE);
		classify("~!@#^&|`?+*%<>=", OPERATOR);
		classify(",[]", SYMBOL);
		classify("-", DASH);
		classify("/", SLASH);
		classify("(", LEFT_PARENTHESIS);
		classify(")", RIGHT_PARENTHESIS);
		classify(";", SEMICOLON);
		classify("'", QUOTE);
		classify("\"", DOUBLE_QUOTE);
		classify("$", DOLLAR);
		classify(".", DOT);
		classify(":", COLON);
		classify("\\", BACKSLASH);
		classify("\0", NUL);
	}

	private final CharWindow window;

	private boolean standardConformingStrings = true;

	private int lastQuoting = STANDARD;

	private int continuation = ENDED;

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
		skipWhitespace();
		if (w.limit - w.position < LOOKAHEAD) {
			w.require(LOOKAHEAD);
			if (w.position == w.limit) {
				return null;
			}
		}
		char c = w.buffer[w.position];
		byte kind = classOf(c);
		if (kind == DASH && peek(1) == '-') {
			return lineComment();
		}
		int before = this.continuation;
		this.continuation = ENDED;
		return switch (kind) {
			case NAME -> nameOrPrefix(c);
			case DIGIT -> number();
			case QUOTE -> (before == CONTINUES) ? string(0, this.lastQuoting, TokenType.STRING_CONTINUATION)
					: string(0, plainQuoting(), TokenType.STRING);
			case SYMBOL -> take(1, TokenType.SYMBOL);
			case LEFT_PARENTHESIS -> take(1, TokenType.LEFT_PARENTHESIS);
			case RIGHT_PARENTHESIS -> take(1, TokenType.RIGHT_PARENTHESIS);
			case SEMICOLON -> take(1, TokenType.SEMICOLON);
			case DOUBLE_QUOTE -> quotedIdentifier(0);
			case DOLLAR -> dollar();
			case DOT -> dot();
			case COLON -> take((peek(1) == ':' || peek(1) == '=') ? 2 : 1, TokenType.SYMBOL);
			case OPERATOR, DASH -> operator();
			case SLASH -> (peek(1) == '*') ? blockComment() : operator();
			case BACKSLASH -> metaCommand();
			case NUL -> throw SqlSyntaxException.nul(this.window.positionOf(this.window.start));
			default -> other(c);
		};
	}

	/**
	 * Move to the start of the next token, and keep nothing of what is before it.
	 */
	private void skipWhitespace() throws IOException {
		CharWindow w = this.window;
		do {
			char[] buffer = w.buffer;
			int limit = w.limit;
			int p = w.position;
			while (p < limit && classOf(buffer[p]) == SPACE) {
				if (this.continuation == ENDED_IN_LINE && isLineEnd(buffer[p])) {
					this.continuation = CONTINUES;
				}
				p++;
			}
			w.position = p;
			w.start = p;
		}
		while (w.position == w.limit && w.fill());
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
					return string(1, ESCAPES, TokenType.STRING);
				}
				case 'b', 'B', 'x', 'X' -> {
					return string(1, BITS, TokenType.STRING);
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
				return string(2, STANDARD, TokenType.STRING);
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

	private int plainQuoting() {
		return (this.standardConformingStrings) ? STANDARD : ESCAPES;
	}

	private TokenType string(int prefix, int quoting, TokenType type) throws IOException {
		CharWindow w = this.window;
		boolean escapes = (quoting == ESCAPES);
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
			if (c == '\'' && (next != '\'' || quoting == BITS)) {
				w.position++;
				this.lastQuoting = quoting;
				this.continuation = ENDED_IN_LINE;
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
			trailingName();
			return TokenType.PARAMETER;
		}
		CharWindow w = this.window;
		int length = 1;
		int c = next;
		while (c != '$') {
			if (!(startsName(c) || (length > 1 && isDigit(c)))) {
				return take(1, TokenType.OTHER);
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
		return (isDigit(next)) ? number() : take(1, TokenType.SYMBOL);
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
		trailingName();
		return TokenType.NUMBER;
	}

	/**
	 * Move over a name that stands directly behind digits. An underscore behind the last
	 * digit is its start: the dollars of {@code 1_$$} open no string.
	 */
	private void trailingName() throws IOException {
		if (startsName(peek(0)) || this.window.buffer[this.window.position - 1] == '_') {
			name(0);
		}
	}

	private void digits(int offset) throws IOException {
		CharWindow w = this.window;
		int p = w.position + offset;
		for (;;) {
			char[] buffer = w.buffer;
			int limit = w.limit;
			while (p < limit && (isDigit(buffer[p]) || buffer[p] == '_')) {
				p++;
			}
			w.position = p;
			if (p < limit || !w.fill()) {
				return;
			}
			p = w.position;
		}
	}

	private TokenType operator() throws IOException {
		CharWindow w = this.window;
		int length = 1;
		int c = peek(1);
		while (c >= 0 && isOperator(classOf((char) c))) {
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

	/** Inside literals and comments it does no harm. */
	private TokenType other(char c) {
		if (c == BYTE_ORDER_MARK) {
			throw error("a byte order mark (U+FEFF) stands here, as where files were joined",
					"delete this invisible character: PostgreSQL takes it for a part of a name");
		}
		return take(1, TokenType.OTHER);
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

	private static boolean isOperator(byte kind) {
		return kind == OPERATOR || kind == DASH || kind == SLASH;
	}

	private static boolean startsName(int c) {
		return c >= 0 && classOf((char) c) == NAME;
	}

	private static boolean continuesName(char c) {
		byte kind = classOf(c);
		return kind == NAME || kind == DIGIT || kind == DOLLAR;
	}

	private static byte classOf(char c) {
		if (c < 128) {
			return CLASSES[c];
		}
		return (c != BYTE_ORDER_MARK) ? NAME : OTHER;
	}

	private static void classify(String characters, byte kind) {
		for (int i = 0; i < characters.length(); i++) {
			CLASSES[characters.charAt(i)] = kind;
		}
	}

}
