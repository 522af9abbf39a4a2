package dev.appmigrations.engine.sql;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * Reads the bytes of a script as UTF-8, strictly: a byte order mark is skipped, and
 * anything that is not UTF-8 (overlong forms and surrogates included) is an error that
 * tells the byte's position, where the JDK's own reader would put in a replacement.
 */
public final class Utf8 extends Reader {

	/** Most scripts are small: a longer one gets a longer array. */
	private static final int INITIAL_SIZE = 2 * 1024;

	private static final int SIZE = 32 * 1024;

	private static final int BYTE_ORDER_MARK_LENGTH = 3;

	private final InputStream input;

	private byte[] bytes;

	private int position;

	private int limit;

	/** How many bytes were before those in the array. */
	private long forgotten;

	private boolean started;

	private char lowSurrogate;

	private Utf8(InputStream input, byte[] bytes) {
		this.input = input;
		this.bytes = bytes;
	}

	/**
	 * Read a stream of bytes.
	 * @param input the bytes, which are closed with the reader
	 * @return the characters; reading throws {@link MalformedScriptException}
	 */
	public static Reader reader(InputStream input) {
		return new Utf8(input, new byte[INITIAL_SIZE]);
	}

	/**
	 * Read a stream of bytes.
	 * @param input the bytes, which are closed with the reader
	 * @param buffers memory that nobody else uses until the reader is closed
	 * @return the characters; reading throws {@link MalformedScriptException}
	 */
	public static Reader reader(InputStream input, ScriptBuffers buffers) {
		return new Utf8(input, buffers.bytes);
	}

	/**
	 * Find the line in which a byte stands: to count while the text is read would slow
	 * down all that is well.
	 * @param input the bytes, which are closed
	 * @param offset the number of the byte, from 0
	 * @return the line, from 1; CRLF and a lone CR end one as LF does
	 * @throws IOException if the bytes cannot be read
	 */
	public static int lineAt(InputStream input, long offset) throws IOException {
		int line = 1;
		int before = 0;
		try (InputStream buffered = new BufferedInputStream(input)) {
			for (long i = 0; i < offset; i++) {
				int b = buffered.read();
				if (b == '\r' || (b == '\n' && before != '\r')) {
					line++;
				}
				before = b;
			}
		}
		return line;
	}

	@Override
	public int read(char[] target, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		if (!this.started) {
			start();
		}
		int out = offset;
		int end = offset + length;
		if (this.lowSurrogate != 0) {
			target[out++] = this.lowSurrogate;
			this.lowSurrogate = 0;
		}
		while (out < end) {
			if (this.position == this.limit && (out > offset || !fill())) {
				break;
			}
			out = ascii(target, out, end);
			if (out < end && this.position < this.limit) {
				out = character(target, out, end);
			}
		}
		return (out > offset) ? out - offset : -1;
	}

	@Override
	public void close() throws IOException {
		this.input.close();
	}

	private int ascii(char[] target, int start, int end) {
		byte[] source = this.bytes;
		int p = this.position;
		int out = start;
		int stop = p + Math.min(this.limit - p, end - start);
		while (p < stop && source[p] >= 0) {
			target[out++] = (char) source[p++];
		}
		this.position = p;
		return out;
	}

	private int character(char[] target, int out, int end) throws IOException {
		int first = this.bytes[this.position] & 0xFF;
		int length = lengthOf(first);
		require(length);
		if (length == 0 || this.limit - this.position < length) {
			throw malformed();
		}
		int codePoint = first & (0xFF >> (length + 1));
		for (int i = 1; i < length; i++) {
			int next = this.bytes[this.position + i];
			if ((next & 0xC0) != 0x80) {
				throw malformed();
			}
			codePoint = (codePoint << 6) | (next & 0x3F);
		}
		if (codePoint < smallest(length) || codePoint > Character.MAX_CODE_POINT
				|| (length == 3 && Character.isSurrogate((char) codePoint))) {
			throw malformed();
		}
		this.position += length;
		if (Character.isBmpCodePoint(codePoint)) {
			target[out] = (char) codePoint;
			return out + 1;
		}
		target[out] = Character.highSurrogate(codePoint);
		if (out + 1 < end) {
			target[out + 1] = Character.lowSurrogate(codePoint);
			return out + 2;
		}
		this.lowSurrogate = Character.lowSurrogate(codePoint);
		return out + 1;
	}

	private static int lengthOf(int first) {
		if (first >= 0xC2 && first < 0xE0) {
			return 2;
		}
		if (first >= 0xE0 && first < 0xF0) {
			return 3;
		}
		return (first >= 0xF0 && first < 0xF5) ? 4 : 0;
	}

	private static int smallest(int length) {
		return (length == 2) ? 0x80 : (length == 3) ? 0x800 : 0x10000;
	}

	private void start() throws IOException {
		this.started = true;
		require(5);
		if (startsWith(0xEF, 0xBB, 0xBF)) {
			this.position = BYTE_ORDER_MARK_LENGTH;
		}
		else if (startsWith(0xFF, 0xFE) || startsWith(0xFE, 0xFF)) {
			throw new MalformedScriptException(0,
					"the file begins with the byte order mark of UTF-16; " + "save it as UTF-8");
		}
		else if (startsWith('P', 'G', 'D', 'M', 'P')) {
			throw new MalformedScriptException(0, "the file is an archive of pg_dump in custom format; "
					+ "make SQL of it with pg_restore -f FILE.sql ARCHIVE");
		}
	}

	private boolean startsWith(int... expected) {
		if (this.limit < expected.length) {
			return false;
		}
		for (int i = 0; i < expected.length; i++) {
			if ((this.bytes[i] & 0xFF) != expected[i]) {
				return false;
			}
		}
		return true;
	}

	private void require(int count) throws IOException {
		while (this.limit - this.position < count && fill()) {
			// fill() has made the progress
		}
	}

	/** Read more bytes behind those that are left. */
	private boolean fill() throws IOException {
		if (this.limit == this.bytes.length) {
			byte[] target = (this.bytes.length < SIZE) ? new byte[SIZE] : this.bytes;
			System.arraycopy(this.bytes, this.position, target, 0, this.limit - this.position);
			this.bytes = target;
			this.forgotten += this.position;
			this.limit -= this.position;
			this.position = 0;
		}
		int count = this.input.read(this.bytes, this.limit, this.bytes.length - this.limit);
		if (count > 0) {
			this.limit += count;
		}
		return count >= 0;
	}

	private MalformedScriptException malformed() {
		int wrong = this.bytes[this.position] & 0xFF;
		String found = "0x%02X is not UTF-8 here".formatted(wrong);
		return new MalformedScriptException(this.forgotten + this.position, found + "; save the file as UTF-8");
	}

}
