package dev.appmigrations.engine.sql;

/**
 * A statement that is so long that the memory for it matters.
 *
 * @param position where it begins
 * @param bytes its length in UTF-8
 * @param text how many bytes its text takes in memory
 * @param reading how many bytes it takes at most to read it
 * @param sending how many bytes it takes at most to send it
 */
public record LongStatement(SourcePosition position, long bytes, long text, long reading, long sending) {

	/** A literal of the text, the record of the intent, its message, and their parts. */
	private static final int COPIES = 8;

	/**
	 * Computes the size of a statement.
	 * @param position where it begins
	 * @param characters how many characters it has, surrogates counted one by one
	 * @param bytes its length in UTF-8
	 * @param bits all bits that are set in any of its characters
	 * @param window how many bytes the reader's own array takes, which holds the longest
	 * token
	 * @param copied whether its text is put into other statements before it runs
	 * @return the size
	 */
	static LongStatement of(SourcePosition position, long characters, long bytes, int bits, long window,
			boolean copied) {
		// See the JDK: String.coder(), String.encodeUTF8() and encodeUTF8_UTF16().
		boolean latin1 = bits < 0x100;
		long text = (latin1) ? characters : 2 * characters;
		long longest = characters * ((bits < 0x80) ? 1 : (latin1) ? 2 : 3);
		long encoded = (longest == bytes) ? bytes : longest + bytes;
		return new LongStatement(position, bytes, text, 2 * text + window,
				(copied) ? COPIES * text + encoded : text + encoded);
	}

	/**
	 * Returns how much memory it takes at most.
	 * @param hiddenDriver whether the driver is reached through JDBC alone, where it
	 * looks through each statement for parameters and escapes
	 * @return a number of bytes
	 */
	public long memory(boolean hiddenDriver) {
		// See pgJDBC: Parser.parseJdbcSql() and replaceProcessing().
		return Math.max(this.reading, (hiddenDriver) ? this.sending + 4 * this.text : this.sending);
	}

}
