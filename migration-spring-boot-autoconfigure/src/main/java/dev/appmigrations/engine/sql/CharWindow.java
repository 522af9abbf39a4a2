package dev.appmigrations.engine.sql;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The part of a script that is in memory: a sliding window over a {@link Reader}. It
 * keeps the characters from the current token on and forgets what was before; it grows
 * only when a token is longer than the window. The text before that token in a marked
 * statement goes into strings, which take half or a quarter of the memory and are copied
 * only once.
 * <p>
 * Lines and columns are counted on demand, in one tight pass over text that was already
 * scanned, so that the scanning loops need not look at line ends. Positions must
 * therefore be asked for in ascending order.
 */
final class CharWindow {

	static final int DEFAULT_SIZE = 64 * 1024;

	/**
	 * Most scripts are small: clearing a large window costs more than reading them.
	 */
	private static final int INITIAL_SIZE = 1024;

	private static final int GROWTH = 8;

	/** A window that has grown stays so up to here: the next statement may be as long. */
	private static final int RETAINED_SIZE = 1024 * 1024;

	/** The longest token: reading it takes several times as many bytes. */
	private static final int MAXIMUM_SIZE = 1 << 24;

	/** From here on it is asked whether the heap has room for the token. */
	private static final int LARGE_TOKEN = 1 << 22;

	/** PostgreSQL accepts no message of more than 1 GB. */
	private static final int LONGEST_STATEMENT = 1 << 30;

	/** Shorter ones, several of them too, fit into any heap. */
	private static final int LONG_STATEMENT = 1 << 20;

	private static final int NOT_MARKED = -1;

	// Line ends are below the one and surrogates above the other: one comparison.
	private static final int COUNTED_BELOW = '\r' + 1;

	private static final int COUNTED_FROM = Character.MIN_LOW_SURROGATE - COUNTED_BELOW;

	private final Reader reader;

	private final int size;

	/** The characters; only those before {@link #limit} are valid. */
	char[] buffer;

	/** The first character of the current token. */
	int start;

	/** The next character to scan. */
	int position;

	/** The end of what was read. */
	int limit;

	private int mark = NOT_MARKED;

	/** So many characters of a marked statement are kept. */
	private int kept = Integer.MAX_VALUE;

	/** The text between the start of the marked statement and the mark. */
	private final List<String> before = new ArrayList<>();

	private long lengthBefore;

	/** Up to where the present statement was weighed: only what leaves the window is. */
	private int weighed = NOT_MARKED;

	private long weighedCharacters;

	private long weighedBytes;

	private int weighedBits;

	/** How many characters of the script stand before {@code buffer[0]}. */
	private long forgotten;

	private boolean ended;

	private int counted;

	private int line = 1;

	private long lineStart;

	private int lineSurrogates;

	private boolean afterCarriageReturn;

	CharWindow(Reader reader, int size) {
		this(reader, size, new char[Math.min(size, INITIAL_SIZE)]);
	}

	CharWindow(Reader reader, int size, char[] buffer) {
		this.reader = reader;
		this.size = size;
		this.buffer = buffer;
	}

	/**
	 * Read at least one more character. Indexes into the buffer are no longer valid
	 * afterwards, but for those in the fields.
	 * @return {@code false} at the end of the script
	 */
	boolean fill() throws IOException {
		if (this.ended) {
			return false;
		}
		if (this.limit == this.buffer.length) {
			makeRoom();
		}
		int count;
		do {
			count = this.reader.read(this.buffer, this.limit, this.buffer.length - this.limit);
		}
		while (count == 0);
		if (count < 0) {
			this.ended = true;
			return false;
		}
		this.limit += count;
		return true;
	}

	/**
	 * Have a number of characters ready from {@link #position} on, or all that are left.
	 */
	void require(int count) throws IOException {
		while (this.limit - this.position < count) {
			if (!fill()) {
				return;
			}
		}
	}

	/**
	 * Keep everything from the current token on until {@link #unmark()}.
	 */
	void mark() {
		this.mark = this.start;
	}

	void unmark() {
		this.mark = NOT_MARKED;
		this.weighed = NOT_MARKED;
		this.before.clear();
		this.lengthBefore = 0;
		if (this.buffer.length > RETAINED_SIZE && this.limit - this.start <= RETAINED_SIZE / 2) {
			moveTo(new char[RETAINED_SIZE], this.start);
		}
	}

	/**
	 * Take the current token for the first of a statement.
	 */
	void startStatement() {
		this.weighed = this.start;
		this.weighedCharacters = 0;
		this.weighedBytes = 0;
		this.weighedBits = 0;
	}

	/**
	 * Return the size of the statement that ends here.
	 * @param first where it begins
	 * @param endOffset where its last token ends
	 * @param copied whether its text is put into other statements before it runs
	 * @return the size, {@code null} if it does not matter
	 * @throws SqlSyntaxException if it is longer than PostgreSQL accepts
	 */
	@Nullable LongStatement endStatement(SourcePosition first, long endOffset, boolean copied) {
		if (endOffset - first.offset() < LONG_STATEMENT) {
			return null;
		}
		weighTo((int) (endOffset - this.forgotten));
		if (this.weighedBytes > LONGEST_STATEMENT) {
			throw tooLong(first);
		}
		return LongStatement.of(first, this.weighedCharacters, this.weighedBytes, this.weighedBits,
				(this.buffer.length > RETAINED_SIZE) ? 2L * this.buffer.length : 0, copied);
	}

	private static SqlSyntaxException tooLong(SourcePosition position) {
		return new SqlSyntaxException(position,
				"the statement that stands here is longer than PostgreSQL accepts (1 GB)",
				"split it, or load the data with COPY … FROM stdin");
	}

	private void weighTo(int end) {
		char[] chars = this.buffer;
		long bytes = 0;
		int bits = 0;
		for (int i = this.weighed; i < end; i++) {
			char c = chars[i];
			bits |= c;
			bytes += (c < 0x80) ? 1 : (c < 0x800 || Character.isSurrogate(c)) ? 2 : 3;
		}
		if (end > this.weighed) {
			this.weighedCharacters += end - this.weighed;
			this.weighedBytes += bytes;
			this.weighedBits |= bits;
			this.weighed = end;
		}
	}

	boolean isMarked() {
		return this.mark != NOT_MARKED;
	}

	/**
	 * Keep only the beginnings of marked statements.
	 */
	void keepBeginnings(int characters) {
		this.kept = characters;
	}

	/**
	 * Return the text from the mark up to an offset in the script, or the beginning of it
	 * that was to be kept.
	 */
	String textFromMark(long endOffset) {
		int end = (int) (endOffset - this.forgotten);
		if (this.before.isEmpty()) {
			return new String(this.buffer, this.mark, Math.min(end - this.mark, this.kept));
		}
		if (end > this.mark) {
			keep(end);
			return String.join("", this.before);
		}
		// A long comment followed the last token.
		String text = String.join("", this.before);
		return text.substring(0, (int) Math.min(text.length(), lengthFromMark(end)));
	}

	private void keep(int end) {
		long room = this.kept - this.lengthBefore;
		if (room > 0) {
			this.before.add(new String(this.buffer, this.mark, (int) Math.min(end - this.mark, room)));
		}
	}

	private long lengthFromMark(int end) {
		return this.lengthBefore + end - this.mark;
	}

	/**
	 * Return whether only the beginning of the text from the mark was kept.
	 */
	boolean isCutOff(long endOffset) {
		return lengthFromMark((int) (endOffset - this.forgotten)) > this.kept;
	}

	long offsetOf(int index) {
		return this.forgotten + index;
	}

	SourcePosition positionOf(int index) {
		countTo(index);
		return countedPosition(offsetOf(index));
	}

	private SourcePosition countedPosition(long offset) {
		return new SourcePosition(offset, this.line, (int) (offset - this.lineStart) - this.lineSurrogates + 1);
	}

	/**
	 * Look at what no position was asked for, behind the last statement.
	 * @throws SqlSyntaxException if a character stands there that no script may have
	 */
	void checkRest() {
		countTo(this.limit);
	}

	/**
	 * Return the offset in the script of the first character of the line that an index is
	 * in.
	 */
	long lineStart(int index) {
		countTo(index);
		return this.lineStart;
	}

	void close() throws IOException {
		this.reader.close();
	}

	private void makeRoom() {
		if (isMarked() && this.buffer.length >= this.size && this.start - this.mark > this.size / 2) {
			keep(this.start);
			this.lengthBefore += this.start - this.mark;
			this.mark = this.start;
			if (this.lengthBefore > LONGEST_STATEMENT) {
				throw tooLong(positionOf(this.start));
			}
		}
		int from = (isMarked() ? Math.min(this.mark, this.start) : this.start);
		int kept = this.limit - from;
		char[] target = this.buffer;
		if (this.buffer.length < this.size) {
			target = new char[Math.min(this.size, this.buffer.length * GROWTH)];
		}
		else if (kept > this.buffer.length / 2) {
			target = new char[grownSize()];
		}
		else if (this.buffer.length > RETAINED_SIZE && kept <= RETAINED_SIZE / 2) {
			target = new char[RETAINED_SIZE];
		}
		moveTo(target, from);
	}

	private void moveTo(char[] target, int from) {
		countTo(from);
		if (this.weighed != NOT_MARKED) {
			weighTo(from);
			this.weighed -= from;
		}
		int kept = this.limit - from;
		System.arraycopy(this.buffer, from, target, 0, kept);
		this.buffer = target;
		this.forgotten += from;
		this.start -= from;
		this.position -= from;
		this.counted -= from;
		this.limit = kept;
		if (isMarked()) {
			this.mark -= from;
		}
	}

	private int grownSize() {
		int length = this.buffer.length;
		if (length >= MAXIMUM_SIZE) {
			throw longToken("has more than " + MAXIMUM_SIZE + " characters", "");
		}
		if (length >= LARGE_TOKEN && !FreeMemory.has(4L * length + 2 * tokenBytes())) {
			throw longToken("has more than " + length + " characters, and the heap has no room for more (free: "
					+ FreeMemory.bytes() / 1_000_000 + " MB)", "give the application more memory (-Xmx), or ");
		}
		return Math.max(length * 2, 8);
	}

	/** How many bytes of the token the checksum has to hold so far. */
	private long tokenBytes() {
		long bytes = 0;
		for (int i = this.start; i < this.limit; i++) {
			char c = this.buffer[i];
			bytes += (c < 0x80) ? 1 : (c < 0x800) ? 2 : 3;
		}
		return bytes;
	}

	private SqlSyntaxException longToken(String problem, String remedy) {
		return new SqlSyntaxException(positionOf(this.start), "the literal or comment that begins here " + problem,
				remedy + "load such a value with COPY … FROM stdin, whose data are streamed, or in parts (UPDATE … SET"
						+ " x = x || '…')");
	}

	private void countTo(int index) {
		char[] chars = this.buffer;
		int i = this.counted;
		while (i < index) {
			char c = chars[i];
			if ((char) (c - COUNTED_BELOW) >= COUNTED_FROM) {
				count(c, i);
			}
			i++;
		}
		if (index > this.counted) {
			this.afterCarriageReturn = (chars[index - 1] == '\r');
			this.counted = index;
		}
	}

	private void count(char c, int index) {
		if (c == 0) {
			throw SqlSyntaxException.nul(countedPosition(offsetOf(index)));
		}
		if (c == '\r' || (c == '\n' && !follows(index, '\r'))) {
			this.line++;
		}
		if (SqlTokenizer.isLineEnd(c)) {
			this.lineStart = offsetOf(index + 1);
			this.lineSurrogates = 0;
		}
		else if (Character.isLowSurrogate(c)) {
			this.lineSurrogates++;
		}
	}

	private boolean follows(int index, char expected) {
		return (index > this.counted) ? this.buffer[index - 1] == expected : this.afterCarriageReturn;
	}

}
