package dev.appmigrations.engine.script;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.Map;

/**
 * Replaces <code>${name}</code> by its value while it reads, in memory that does not grow
 * with the text. A name without a value stays as it is: whether that is an error depends
 * on where it stands, which {@link UndefinedPlaceholders} knows.
 */
final class PlaceholderReader extends Reader {

	static final int LONGEST_NAME = 200;

	/** Most scripts are small, and one is read for each tenant. */
	private static final int BUFFER = 2 * 1024;

	private final PushbackReader reader;

	private final Map<String, String> values;

	private String value = "";

	private int valuePosition;

	PlaceholderReader(Reader reader, Map<String, String> values) {
		this.reader = new PushbackReader(new BufferedReader(reader, BUFFER), LONGEST_NAME + 3);
		this.values = values;
	}

	@Override
	public int read(char[] target, int offset, int length) throws IOException {
		int count = 0;
		while (count < length) {
			int c = next();
			if (c < 0) {
				break;
			}
			target[offset + count++] = (char) c;
		}
		return (count == 0 && length > 0) ? -1 : count;
	}

	private int next() throws IOException {
		while (this.valuePosition == this.value.length()) {
			int c = this.reader.read();
			if (c != '$' || !replace()) {
				return c;
			}
		}
		return this.value.charAt(this.valuePosition++);
	}

	/** Reads what stands behind a dollar; what is not replaced is read again. */
	private boolean replace() throws IOException {
		StringBuilder behind = new StringBuilder();
		int c;
		do {
			c = this.reader.read();
			if (c >= 0) {
				behind.append((char) c);
			}
		}
		while (mayGoOn(c, behind.length()));
		String found = (c == '}' && behind.charAt(0) == '{') ? this.values.get(behind.substring(1, behind.length() - 1))
				: null;
		if (found == null) {
			this.reader.unread(behind.toString().toCharArray());
			return false;
		}
		this.value = found;
		this.valuePosition = 0;
		return true;
	}

	private static boolean mayGoOn(int c, int length) {
		return (length == 1) ? c == '{' : c >= 0 && isNamePart((char) c) && length <= LONGEST_NAME + 1;
	}

	static boolean isNamePart(char c) {
		return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == ':';
	}

	@Override
	public void close() throws IOException {
		this.reader.close();
	}

}
