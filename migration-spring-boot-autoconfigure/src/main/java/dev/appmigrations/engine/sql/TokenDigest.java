package dev.appmigrations.engine.sql;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * The checksum of a script: SHA-256 over its tokens, so that it tells whether the script
 * means something else, not whether it looks different. What is fed to SHA-256 is part of
 * the scheme, whose number stands in front of the result, and may not change:
 * <ol>
 * <li>Each token is its length in bytes (in four bytes, the highest first) and its text
 * in UTF-8, with each half of a surrogate pair as a character of its own. White space,
 * comments, with them directives, and psql's commands are left out.</li>
 * <li>CRLF and a lone CR count as LF, everywhere.</li>
 * <li>A to Z become small letters in identifiers, keywords, numbers and the prefixes of
 * constants. A string constant and its continuations are one token: all but its first and
 * last quote are left out.</li>
 * <li>The end of a statement is the length 0. Empty statements are nothing, and it makes
 * no difference whether the last statement has its semicolon.</li>
 * <li>Inline data are the length -1, then pieces with their lengths in front, each but
 * the last cut at the first character that fills 4096 bytes, then the length 0. The line
 * end of their last line is left out.</li>
 * </ol>
 * A checksum can be asked for at any time; more may follow.
 */
public final class TokenDigest implements TokenListener {

	private static final String SCHEME = "1:";

	private static final int DATA = -1;

	private static final int NONE = -1;

	private static final int LENGTH = 4;

	private static final int PIECE = 4096;

	private static final int BYTES_PER_CHARACTER = 3;

	private final MessageDigest sha256;

	private byte[] bytes = new byte[64 * 1024];

	/** Where the next byte goes. */
	private int position;

	/** Where the length of the open token or piece goes, or {@link #NONE}. */
	private int open = NONE;

	private boolean inData;

	/** A line end in the data that only counts if something follows. */
	private boolean lineEndPending;

	private boolean afterCarriageReturn;

	/**
	 * Create the digest of an empty script.
	 */
	public TokenDigest() {
		this.sha256 = sha256();
	}

	@Override
	public void token(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position) {
		switch (type) {
			case WHITESPACE, LINE_COMMENT, BLOCK_COMMENT, META_COMMAND -> {
			}
			case IDENTIFIER, NUMBER -> {
				open(end - start);
				folded(buffer, start, end);
			}
			case STRING, QUOTED_IDENTIFIER -> {
				open(end - start);
				int quote = start;
				while (buffer[quote] != '\'' && buffer[quote] != '"') {
					quote++;
				}
				folded(buffer, start, quote);
				text(buffer, quote, end);
			}
			case STRING_CONTINUATION -> {
				makeRoom(end - start);
				int closingQuoteBefore = this.position - 1;
				this.position = closingQuoteBefore;
				text(buffer, start + 1, end);
			}
			default -> {
				open(end - start);
				text(buffer, start, end);
			}
		}
	}

	@Override
	public void statementEnd() {
		open(0);
	}

	@Override
	public void copyData(char[] buffer, int start, int end) {
		if (!this.inData) {
			close();
			makeRoom(0);
			length(DATA);
			this.inData = true;
			this.lineEndPending = false;
			this.afterCarriageReturn = false;
			openPiece();
		}
		for (int i = start; i < end; i++) {
			char c = buffer[i];
			boolean secondHalf = (c == '\n' && this.afterCarriageReturn);
			this.afterCarriageReturn = (c == '\r');
			if (secondHalf) {
				continue;
			}
			if (this.lineEndPending) {
				data('\n');
			}
			this.lineEndPending = SqlTokenizer.isLineEnd(c);
			if (!this.lineEndPending) {
				data(c);
			}
		}
	}

	/**
	 * Return the checksum of everything so far.
	 * @return the number of the scheme, a colon, and 64 hexadecimal digits
	 */
	public String value() {
		MessageDigest copy;
		try {
			copy = (MessageDigest) this.sha256.clone();
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException("The JDK's SHA-256 can be cloned", ex);
		}
		byte[] rest = Arrays.copyOf(this.bytes, this.position + LENGTH);
		int end = this.position;
		if (this.open != NONE) {
			put(rest, this.open, this.position - this.open - LENGTH);
		}
		if (this.inData) {
			end += LENGTH;
		}
		copy.update(rest, 0, end);
		return SCHEME + HexFormat.of().formatHex(copy.digest());
	}

	private void data(char c) {
		if (this.position - this.open - LENGTH >= PIECE) {
			openPiece();
		}
		this.position = encode(c, this.bytes, this.position);
	}

	private void openPiece() {
		closeToken();
		makeRoom(PIECE + 1);
		this.open = this.position;
		this.position += LENGTH;
	}

	private void open(int characters) {
		close();
		makeRoom(characters);
		this.open = this.position;
		this.position += LENGTH;
	}

	private void close() {
		closeToken();
		if (this.inData) {
			makeRoom(0);
			length(0);
			this.inData = false;
		}
	}

	private void closeToken() {
		if (this.open != NONE) {
			put(this.bytes, this.open, this.position - this.open - LENGTH);
			this.open = NONE;
		}
	}

	private void length(int length) {
		put(this.bytes, this.position, length);
		this.position += LENGTH;
	}

	private void text(char[] buffer, int start, int end) {
		byte[] target = this.bytes;
		int p = this.position;
		for (int i = start; i < end; i++) {
			char c = buffer[i];
			if (c < 0x80 && c != '\r') {
				target[p++] = (byte) c;
			}
			else if (c != '\r') {
				p = encode(c, target, p);
			}
			else if (i + 1 == end || buffer[i + 1] != '\n') {
				target[p++] = '\n';
			}
		}
		this.position = p;
	}

	private void folded(char[] buffer, int start, int end) {
		byte[] target = this.bytes;
		int p = this.position;
		for (int i = start; i < end; i++) {
			char c = buffer[i];
			if (c < 0x80) {
				target[p++] = (byte) ((c >= 'A' && c <= 'Z') ? c | 0x20 : c);
			}
			else {
				p = encode(c, target, p);
			}
		}
		this.position = p;
	}

	private static int encode(char c, byte[] target, int position) {
		int p = position;
		if (c < 0x80) {
			target[p++] = (byte) c;
		}
		else if (c < 0x800) {
			target[p++] = (byte) (0xC0 | (c >> 6));
			target[p++] = (byte) (0x80 | (c & 0x3F));
		}
		else {
			target[p++] = (byte) (0xE0 | (c >> 12));
			target[p++] = (byte) (0x80 | ((c >> 6) & 0x3F));
			target[p++] = (byte) (0x80 | (c & 0x3F));
		}
		return p;
	}

	/** Have room for some characters and two lengths; what is complete is digested. */
	private void makeRoom(int characters) {
		int needed = characters * BYTES_PER_CHARACTER + 2 * LENGTH;
		if (this.bytes.length - this.position >= needed) {
			return;
		}
		int complete = (this.open != NONE) ? this.open : this.position;
		this.sha256.update(this.bytes, 0, complete);
		int kept = this.position - complete;
		byte[] target = this.bytes;
		if (target.length - kept < needed) {
			target = new byte[Math.addExact(kept, Math.max(needed, kept))];
		}
		System.arraycopy(this.bytes, complete, target, 0, kept);
		this.bytes = target;
		this.position = kept;
		this.open -= (this.open != NONE) ? complete : 0;
	}

	private static void put(byte[] target, int position, int value) {
		target[position] = (byte) (value >> 24);
		target[position + 1] = (byte) (value >> 16);
		target[position + 2] = (byte) (value >> 8);
		target[position + 3] = (byte) value;
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Each Java platform has SHA-256", ex);
		}
	}

}
