package dev.appmigrations.engine.sql;

/**
 * A place in a script.
 *
 * @param offset the number of Java characters before it, a byte order mark not counted
 * @param line the line, from 1; LF, CRLF and a lone CR each end a line
 * @param column the column in characters (Unicode code points), from 1; a tab is one
 */
public record SourcePosition(long offset, int line, int column) {

	/**
	 * The first character of a script.
	 */
	public static final SourcePosition START = new SourcePosition(0, 1, 1);

	public SourcePosition {
		if (offset < 0 || line < 1 || column < 1) {
			throw new IllegalArgumentException(
					"No such position: offset %d, line %d, column %d".formatted(offset, line, column));
		}
	}

	/**
	 * Return {@code line:column}, as it stands behind a file's name in messages.
	 */
	@Override
	public String toString() {
		return this.line + ":" + this.column;
	}

}
