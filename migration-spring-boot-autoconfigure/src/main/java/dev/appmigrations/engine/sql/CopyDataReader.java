package dev.appmigrations.engine.sql;

import java.io.IOException;
import java.io.Reader;

/**
 * The inline data of a {@code COPY … FROM STDIN}, straight from the window over the
 * script, with every character as it stands there. As for psql, the data begin in the
 * line behind the statement's semicolon and end before a line that consists of
 * {@code \.}, whatever their format, or at the end of the script.
 * <p>
 * If the statement's own line ends with a lone CR, so do the lines of the data.
 */
final class CopyDataReader extends Reader {

	private final CharWindow window;

	private final TokenListener listener;

	private final boolean carriageReturns;

	private boolean atLineStart = true;

	private boolean ended;

	/**
	 * Create a reader, and move the window on to the first line of data.
	 * @param terminated whether a semicolon ended the statement; otherwise it has no data
	 */
	CopyDataReader(CharWindow window, TokenListener listener, boolean terminated) throws IOException {
		this.window = window;
		this.listener = listener;
		this.ended = !terminated;
		this.carriageReturns = (terminated && skipRestOfLine() == '\r');
	}

	@Override
	public int read(char[] target, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		int available = available();
		if (available == 0) {
			return -1;
		}
		int count = Math.min(length, available);
		System.arraycopy(this.window.buffer, this.window.position, target, offset, count);
		consume(count);
		return count;
	}

	/**
	 * Skip the rest of the data; the script stays open.
	 */
	@Override
	public void close() throws IOException {
		int available = available();
		while (available > 0) {
			consume(available);
			available = available();
		}
	}

	private void consume(int count) {
		CharWindow w = this.window;
		int end = w.position + count;
		this.listener.copyData(w.buffer, w.position, end);
		this.atLineStart = endsLine(w.buffer[end - 1]);
		w.position = end;
	}

	/**
	 * Return how many characters of data are ready: none at the end, else as many as are
	 * in the window up to a line that could be the last.
	 */
	private int available() throws IOException {
		CharWindow w = this.window;
		if (this.ended) {
			return 0;
		}
		w.start = w.position;
		w.require(1);
		if (w.position == w.limit || (this.atLineStart && skipEndMarker())) {
			this.ended = true;
			return 0;
		}
		char[] buffer = w.buffer;
		int limit = w.limit;
		int p = w.position;
		while (p < limit) {
			boolean endsLine = endsLine(buffer[p]);
			p++;
			if (endsLine && (p == limit || buffer[p] == '\\')) {
				break;
			}
		}
		return p - w.position;
	}

	private boolean skipEndMarker() throws IOException {
		CharWindow w = this.window;
		if (w.buffer[w.position] != '\\') {
			return false;
		}
		w.require(4);
		int left = w.limit - w.position;
		char[] buffer = w.buffer;
		int p = w.position;
		if (left < 2 || buffer[p + 1] != '.') {
			return false;
		}
		int end = p + 2;
		if (left > 3 && buffer[end] == '\r' && buffer[end + 1] == '\n') {
			end += 2;
		}
		else if (left > 2 && endsLine(buffer[end])) {
			end++;
		}
		else if (left > 2 && !(left == 3 && buffer[end] == '\r')) {
			return false;
		}
		w.position = end;
		return true;
	}

	private boolean endsLine(char c) {
		return c == '\n' || (this.carriageReturns && c == '\r');
	}

	/**
	 * Move over the line end behind the statement.
	 * @return {@code '\r'} if it is a lone CR
	 */
	private char skipRestOfLine() throws IOException {
		CharWindow w = this.window;
		boolean comment = false;
		for (;;) {
			w.start = w.position;
			w.require(2);
			if (w.position == w.limit) {
				return '\n';
			}
			char c = w.buffer[w.position];
			int next = (w.limit - w.position > 1) ? w.buffer[w.position + 1] : -1;
			if (SqlTokenizer.isLineEnd(c)) {
				boolean both = (c == '\r' && next == '\n');
				w.position += (both) ? 2 : 1;
				return (both) ? '\n' : c;
			}
			comment |= (c == '-' && next == '-');
			if (!comment && c != ' ' && c != '\t' && c != '\f' && c != '\u000b') {
				throw new SqlSyntaxException(w.positionOf(w.position),
						"there is text behind COPY … FROM STDIN; on its line, where the data would begin",
						"move it to a line of its own behind the data");
			}
			w.position++;
		}
	}

}
