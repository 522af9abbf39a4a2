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

	private static final int BUFFER = 16 * 1024;

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
		if (this.valuePosition < this.value.length()) {
			return this.value.charAt(this.valuePosition++);
		}
		int c = this.reader.read();
		return (c == '$') ? afterDollar() : c;
	}

	private int afterDollar() throws IOException {
		int c = this.reader.read();
		if (c != '{') {
			unread(c);
			return '$';
		}
		StringBuilder name = new StringBuilder();
		while (name.length() < LONGEST_NAME) {
			c = this.reader.read();
			if (c == '}') {
				return replace(name.toString());
			}
			if (c < 0 || !isNamePart((char) c)) {
				break;
			}
			name.append((char) c);
		}
		unread(c);
		this.reader.unread(name.toString().toCharArray());
		this.reader.unread('{');
		return '$';
	}

	private int replace(String name) throws IOException {
		String found = this.values.get(name);
		if (found == null) {
			this.reader.unread(("{" + name + "}").toCharArray());
			return '$';
		}
		this.value = found;
		this.valuePosition = 0;
		return next();
	}

	private void unread(int c) throws IOException {
		if (c >= 0) {
			this.reader.unread(c);
		}
	}

	static boolean isNamePart(char c) {
		return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == ':';
	}

	@Override
	public void close() throws IOException {
		this.reader.close();
	}

}
