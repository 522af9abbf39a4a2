package dev.appmigrations.engine.execute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.TokenDigest;
import dev.appmigrations.engine.sql.TokenListener;
import dev.appmigrations.engine.sql.TokenType;

/**
 * A hash of the statements so far, with a mark at the end of each unit, so that it can be
 * told later which of them have changed. Like the checksum it sees tokens only. As text:
 * {@code 3:1f0a… 4:77c2…}, each the number of a statement and the hash up to it.
 */
final class RollingHash implements TokenListener {

	/** Older marks are dropped: a row that grows with each unit would be slow. */
	private static final int MARKS = 200;

	private static final int HEX_DIGITS = 16;

	private final TokenDigest digest = new TokenDigest();

	private final List<String> marks = new ArrayList<>();

	@Override
	public void token(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position) {
		this.digest.token(type, buffer, start, end, position);
	}

	@Override
	public void statementEnd() {
		this.digest.statementEnd();
	}

	@Override
	public void copyData(char[] buffer, int start, int end) {
		this.digest.copyData(buffer, start, end);
	}

	/**
	 * Returns the hash of everything so far.
	 * @return hexadecimal digits
	 */
	String value() {
		String value = this.digest.value();
		return value.substring(value.length() - HEX_DIGITS);
	}

	/**
	 * Sets a mark.
	 * @param statement the number of the statement that was read last, with its data
	 * @return the marks so far as text
	 */
	String mark(long statement) {
		this.marks.add(statement + ":" + value());
		if (this.marks.size() > MARKS) {
			this.marks.remove(0);
		}
		return String.join(" ", this.marks);
	}

	/**
	 * Takes the marks over from an earlier run.
	 * @param text the marks
	 * @return the hashes by the number of the statement
	 */
	Map<Long, String> resume(String text) {
		Map<Long, String> hashes = new LinkedHashMap<>();
		for (String mark : text.split(" ")) {
			int colon = mark.indexOf(':');
			hashes.put(Long.valueOf(mark.substring(0, colon)), mark.substring(colon + 1));
		}
		return hashes;
	}

}
