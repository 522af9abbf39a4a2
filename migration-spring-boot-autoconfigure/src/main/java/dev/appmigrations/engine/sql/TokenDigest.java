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
 * <li>Each token is its length in bytes and its text in UTF-8, each half of a surrogate
 * pair as a character of its own. White space, comments, with them directives, and psql's
 * commands are left out.</li>
 * <li>A length is one byte, or from 254 on the byte 255 and four more, the highest
 * first.</li>
 * <li>CRLF and a lone CR count as LF, everywhere.</li>
 * <li>A to Z become small letters in identifiers, keywords, numbers and the prefixes of
 * constants. A string constant and its continuations are one token: all but its first and
 * last quote are left out.</li>
 * <li>The end of a statement is the length 0. Empty statements are nothing, and it makes
 * no difference whether the last statement has its semicolon.</li>
 * <li>Inline data are the byte 254, then pieces, each a token and cut at the first
 * character that fills 4096 bytes, then the length 0. The line end of their last line is
 * left out.</li>
 * </ol>
 * A checksum can be asked for at any time; more may follow.
 */
public final class TokenDigest implements TokenListener {

	private static final String SCHEME = "2:";

	private static final byte END = 0;

	private static final byte DATA = (byte) 254;

	private static final byte LONG = (byte) 255;

	private static final int LONGEST_SHORT = 253;

	private static final int PIECE = 4096;

	private static final int SIZE = 2 * 1024;

	/** After a script with a longer token the memory is given back. */
	private static final int RETAINED_SIZE = 1024 * 1024;

	private static final int BYTES_PER_CHARACTER = 3;

	/** The bytes of longer tokens are counted before there is an array for them. */
	private static final int COUNTED = 64 * 1024;

	/** Enough for a token's length, and for the marks before the next token. */
	private static final int ROOM = 16;

	private final MessageDigest sha256;

	private byte[] bytes;

	/** Where the next byte goes. */
	private int position;

	/** Where the last token starts, with its length; it can still be continued. */
	private int last;

	/** Where the text of the last token starts. */
	private int lastText;

	private boolean inData;

	/** A line end in the data that only counts if something follows. */
	private boolean lineEndPending;

	private boolean afterCarriageReturn;

	/**
	 * Create the digest of an empty script.
	 */
	public TokenDigest() {
		this.sha256 = sha256();
		this.bytes = new byte[SIZE];
	}

	private TokenDigest(TokenDigest other) {
		try {
			this.sha256 = (MessageDigest) other.sha256.clone();
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException("The JDK's SHA-256 can be cloned", ex);
		}
		this.bytes = Arrays.copyOf(other.bytes, other.position + ROOM);
		this.position = other.position;
		this.last = other.last;
		this.lastText = other.lastText;
		this.inData = other.inData;
	}

	@Override
	public void token(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position) {
		if (type.isIgnored()) {
			return;
		}
		int i = start;
		if (type == TokenType.STRING_CONTINUATION) {
			makeRoom(bytesAtMost(buffer, start, end));
			// The quotes between the two parts.
			this.position--;
			i++;
		}
		else {
			if (this.inData) {
				endData();
			}
			open(bytesAtMost(buffer, start, end));
		}
		int verbatim = switch (type) {
			case IDENTIFIER, NUMBER -> end;
			case STRING, QUOTED_IDENTIFIER -> quote(buffer, start);
			default -> i;
		};
		byte[] target = this.bytes;
		int p = this.position;
		while (i < verbatim) {
			char c = buffer[i++];
			if (c < 0x80) {
				target[p++] = (byte) ((c >= 'A' && c <= 'Z') ? c | 0x20 : c);
			}
			else {
				p = encode(c, target, p);
			}
		}
		while (i < end) {
			char c = buffer[i++];
			// One comparison for what most characters are.
			if ((char) (c - ' ') < 0x80 - ' ') {
				target[p++] = (byte) c;
			}
			else if (c != '\r') {
				p = encode(c, target, p);
			}
			else if (i == end || buffer[i] != '\n') {
				target[p++] = '\n';
			}
		}
		this.position = p;
		close();
	}

	private static int quote(char[] buffer, int start) {
		int quote = start;
		while (buffer[quote] != '\'' && buffer[quote] != '"') {
			quote++;
		}
		return quote;
	}

	@Override
	public void statementEnd() {
		if (this.inData) {
			endData();
		}
		mark(END);
	}

	@Override
	public void copyData(char[] buffer, int start, int end) {
		if (!this.inData) {
			mark(DATA);
			this.inData = true;
			this.lineEndPending = false;
			this.afterCarriageReturn = false;
			openPiece();
		}
		int i = start;
		while (i < end) {
			char c = buffer[i++];
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
				i = plainData(buffer, i, end);
			}
		}
	}

	/**
	 * Return the checksum of everything so far.
	 * @return the number of the scheme, a colon, and 64 hexadecimal digits
	 */
	public String value() {
		return new TokenDigest(this).finish();
	}

	/**
	 * Return the checksum, of which this is the end.
	 * @return the same as {@link #value()}, without a copy
	 */
	public String finish() {
		if (this.inData) {
			endData();
		}
		this.sha256.update(this.bytes, 0, this.position);
		return SCHEME + HexFormat.of().formatHex(this.sha256.digest());
	}

	/**
	 * Start with another script.
	 */
	public void reset() {
		this.sha256.reset();
		if (this.bytes.length > RETAINED_SIZE) {
			this.bytes = new byte[SIZE];
		}
		this.position = 0;
		this.last = 0;
		this.lastText = 0;
		this.inData = false;
	}

	private void data(char c) {
		if (this.position - this.lastText >= PIECE) {
			close();
			openPiece();
		}
		this.position = encode(c, this.bytes, this.position);
	}

	/**
	 * Take what is ASCII within a line and a piece.
	 * @return the index of the next character
	 */
	private int plainData(char[] buffer, int start, int end) {
		byte[] target = this.bytes;
		int p = this.position;
		int stop = Math.min(end, start + PIECE - (p - this.lastText));
		int i = start;
		while (i < stop) {
			char c = buffer[i];
			if (c >= 0x80 || c == '\n' || c == '\r') {
				break;
			}
			target[p++] = (byte) c;
			i++;
		}
		this.position = p;
		return i;
	}

	private void openPiece() {
		open((PIECE + 1) * BYTES_PER_CHARACTER);
	}

	private void endData() {
		this.inData = false;
		close();
		mark(END);
	}

	private void mark(byte mark) {
		this.last = this.position;
		this.bytes[this.position++] = mark;
	}

	/** Start a token, with a byte for its length. */
	private void open(int bytes) {
		this.last = this.position;
		makeRoom(bytes);
		this.position++;
		this.lastText = this.position;
	}

	/** Put the length in front of the last token; a continued one may have it already. */
	private void close() {
		int length = this.position - this.lastText;
		if (length <= LONGEST_SHORT) {
			this.bytes[this.last] = (byte) length;
			return;
		}
		if (this.lastText == this.last + 1) {
			System.arraycopy(this.bytes, this.lastText, this.bytes, this.lastText + 4, length);
			this.position += 4;
			this.lastText += 4;
		}
		this.bytes[this.last] = LONG;
		this.bytes[this.last + 1] = (byte) (length >> 24);
		this.bytes[this.last + 2] = (byte) (length >> 16);
		this.bytes[this.last + 3] = (byte) (length >> 8);
		this.bytes[this.last + 4] = (byte) length;
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

	private static int bytesAtMost(char[] buffer, int start, int end) {
		if (end - start <= COUNTED) {
			return (end - start) * BYTES_PER_CHARACTER;
		}
		int bytes = end - start;
		for (int i = start; i < end; i++) {
			char c = buffer[i];
			bytes += (c < 0x80) ? 0 : (c < 0x800) ? 1 : 2;
		}
		return bytes;
	}

	/** Have room for some more bytes; what is before the last token is digested. */
	private void makeRoom(int bytes) {
		int needed = bytes + ROOM;
		if (this.bytes.length - this.position >= needed) {
			return;
		}
		digestAndMove(needed);
	}

	private void digestAndMove(int needed) {
		this.sha256.update(this.bytes, 0, this.last);
		int kept = this.position - this.last;
		byte[] target = this.bytes;
		if (target.length - kept < needed) {
			target = new byte[Math.addExact(kept, Math.max(needed, kept))];
		}
		System.arraycopy(this.bytes, this.last, target, 0, kept);
		this.bytes = target;
		this.position = kept;
		this.lastText -= this.last;
		this.last = 0;
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
