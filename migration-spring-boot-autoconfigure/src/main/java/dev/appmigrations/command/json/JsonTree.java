package dev.appmigrations.command.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Parses JSON (RFC 8259) and keeps the place of each value, so that an error in a file
 * that was edited by hand can be found. By hand, because an application without a web
 * layer has no Jackson.
 */
final class JsonTree {

	/** Facts are five deep. */
	private static final int DEEPEST = 50;

	private final String text;

	private int position;

	private JsonTree(String text) {
		this.text = text;
	}

	/**
	 * Parses a text.
	 * @param text the text, which holds one value
	 * @return the value
	 * @throws FactsFileException with line and column, if it is not JSON
	 */
	static Value parse(String text) {
		JsonTree tree = new JsonTree(text);
		Value value = tree.value(0);
		tree.skipBlanks();
		if (tree.position < text.length()) {
			throw tree.expected("the end of the file");
		}
		return value;
	}

	/**
	 * Tells where a position is.
	 * @param text the text
	 * @param position an index
	 * @return line and column, from 1
	 */
	static String place(String text, int position) {
		int line = 1;
		int start = 0;
		for (int i = 0; i < Math.min(position, text.length()); i++) {
			if (text.charAt(i) == '\n') {
				line++;
				start = i + 1;
			}
		}
		return "line " + line + ", column " + (position - start + 1);
	}

	private Value value(int depth) {
		skipBlanks();
		int start = this.position;
		if (depth > DEEPEST) {
			throw expected("less depth");
		}
		Object value = switch (peek()) {
			case '{' -> object(depth);
			case '[' -> array(depth);
			case '"' -> string();
			case 't' -> word("true", true);
			case 'f' -> word("false", false);
			case 'n' -> word("null", null);
			default -> number();
		};
		return new Value(value, start);
	}

	private Map<String, Value> object(int depth) {
		Map<String, Value> members = new LinkedHashMap<>();
		this.position++;
		skipBlanks();
		if (peek() == '}') {
			this.position++;
			return members;
		}
		while (true) {
			skipBlanks();
			if (peek() != '"') {
				throw expected("the name of a member");
			}
			String name = string();
			skipBlanks();
			take(':');
			members.put(name, value(depth + 1));
			if (!more('}')) {
				return members;
			}
		}
	}

	private List<Value> array(int depth) {
		List<Value> elements = new ArrayList<>();
		this.position++;
		skipBlanks();
		if (peek() == ']') {
			this.position++;
			return elements;
		}
		while (true) {
			elements.add(value(depth + 1));
			if (!more(']')) {
				return elements;
			}
		}
	}

	private boolean more(char end) {
		skipBlanks();
		if (peek() == end) {
			this.position++;
			return false;
		}
		if (peek() != ',') {
			throw expected("',' or '" + end + "'");
		}
		this.position++;
		return true;
	}

	private String string() {
		StringBuilder string = new StringBuilder();
		for (this.position++; peek() != '"'; this.position++) {
			char c = peek();
			if (this.position >= this.text.length() || c < ' ') {
				throw expected("the end of a string");
			}
			string.append((c == '\\') ? escaped() : c);
		}
		this.position++;
		return string.toString();
	}

	private char escaped() {
		this.position++;
		return switch (peek()) {
			case '"' -> '"';
			case '\\' -> '\\';
			case '/' -> '/';
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'u' -> unicode();
			default -> throw expected("an escape");
		};
	}

	private char unicode() {
		int code = 0;
		for (int i = 0; i < 4; i++) {
			this.position++;
			int digit = Character.digit(peek(), 16);
			if (digit < 0) {
				throw expected("a hexadecimal digit");
			}
			code = code * 16 + digit;
		}
		return (char) code;
	}

	private @Nullable Boolean word(String word, @Nullable Boolean value) {
		if (!this.text.startsWith(word, this.position)) {
			throw expected("a value");
		}
		this.position += word.length();
		return value;
	}

	private BigDecimal number() {
		int start = this.position;
		while ("+-.eE0123456789".indexOf(peek()) >= 0) {
			this.position++;
		}
		try {
			BigDecimal number = new BigDecimal(this.text.substring(start, this.position));
			if (Math.abs((long) number.scale()) <= 400) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Reported below.
		}
		this.position = start;
		throw expected("a value");
	}

	private void take(char c) {
		if (peek() != c) {
			throw expected("'" + c + "'");
		}
		this.position++;
	}

	private void skipBlanks() {
		while (" \t\r\n".indexOf(peek()) >= 0) {
			this.position++;
		}
	}

	/** Returns the next character, NUL at the end, which is none of those wanted. */
	private char peek() {
		return (this.position < this.text.length()) ? this.text.charAt(this.position) : '\0';
	}

	private FactsFileException expected(String what) {
		return new FactsFileException(place(this.text, this.position) + ": expected " + what);
	}

	/**
	 * A value.
	 *
	 * @param content a map of members, a list of elements, a string, a number, a truth
	 * value or {@code null}
	 * @param position where it begins
	 */
	record Value(@Nullable Object content, int position) {

	}

}
