package dev.appmigrations.engine.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Goes to a place in a script by its line and column, without a line ever being in memory
 * as a whole.
 */
final class LineReader {

	private static final int END = -1;

	private final Reader reader;

	/** The next character (UTF-16), or {@link #END}. */
	private int next;

	LineReader(Reader reader) throws IOException {
		this.reader = new BufferedReader(reader);
		this.next = this.reader.read();
	}

	void skipLines(int count) throws IOException {
		int left = count;
		while (left > 0 && this.next != END) {
			int c = this.next;
			advance();
			if (c == '\n' || (c == '\r' && this.next != '\n')) {
				left--;
			}
		}
	}

	/**
	 * Skip code points, but not beyond the end of the line.
	 */
	void skipCharacters(int count) throws IOException {
		for (int i = 0; i < count && !isAtLineEnd(); i++) {
			codePoint();
		}
	}

	/**
	 * Read code points, but not beyond the end of the line.
	 */
	String characters(int count) throws IOException {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < count && !isAtLineEnd(); i++) {
			text.appendCodePoint(codePoint());
		}
		return text.toString();
	}

	boolean isAtLineEnd() {
		return this.next == END || SqlTokenizer.isLineEnd(this.next);
	}

	private int codePoint() throws IOException {
		int first = this.next;
		advance();
		if (Character.isHighSurrogate((char) first) && this.next != END && Character.isLowSurrogate((char) this.next)) {
			int codePoint = Character.toCodePoint((char) first, (char) this.next);
			advance();
			return codePoint;
		}
		return first;
	}

	private void advance() throws IOException {
		this.next = this.reader.read();
	}

}
