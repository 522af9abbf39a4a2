package dev.appmigrations.engine.sql;

import java.io.IOException;
import java.io.Reader;

import dev.appmigrations.engine.text.VisibleText;

/**
 * The line of a script that an error is about, with a caret under the column.
 *
 * @param position the place that the caret shows
 * @param text the line, with its hidden characters made visible; of a long one the part
 * around the column, with {@code …} where it was cut
 * @param caret white space and a caret, which stands under the column wherever tabs stop
 */
public record SourceExcerpt(SourcePosition position, String text, String caret) {

	/** As many characters of a line as are shown. */
	private static final int WIDTH = 120;

	private static final String CUT = "…";

	/**
	 * Read the line of a position from its script. Memory is bounded however long the
	 * line is; the script is read only as far as needed, and not closed.
	 * @param script the script from its start
	 * @param position a position in it
	 * @return the excerpt
	 * @throws IOException if the script can't be read
	 */
	public static SourceExcerpt of(Reader script, SourcePosition position) throws IOException {
		LineReader reader = new LineReader(script);
		reader.skipLines(position.line() - 1);
		int from = Math.max(1, position.column() - WIDTH / 2);
		reader.skipCharacters(from - 1);
		String part = reader.characters(WIDTH);
		return of(part, from, reader.isAtLineEnd(), position.column(), position);
	}

	/**
	 * Cut the line of a position out of a statement, if the script is not at hand. What
	 * stands before or behind the statement in its line is not shown.
	 * @param statement the statement with its text
	 * @param position a position in it
	 * @return the excerpt
	 */
	public static SourceExcerpt of(SqlStatement statement, SourcePosition position) {
		String text = statement.text();
		int at = (int) Math.min(Math.max(position.offset() - statement.position().offset(), 0), text.length());
		int start = at;
		while (start > 0 && !SqlTokenizer.isLineEnd(text.charAt(start - 1))) {
			start--;
		}
		int end = at;
		while (end < text.length() && !SqlTokenizer.isLineEnd(text.charAt(end))) {
			end++;
		}
		int column = text.codePointCount(start, at) + 1;
		int from = Math.max(1, column - WIDTH / 2);
		int first = text.offsetByCodePoints(start, from - 1);
		int last = (text.codePointCount(first, end) > WIDTH) ? text.offsetByCodePoints(first, WIDTH) : end;
		return of(text.substring(first, last), from, last == end, column, position);
	}

	/**
	 * Find the place in the script that the server means by a position in a statement.
	 * @param statement the statement with its text
	 * @param character the number of a character (code point) in it, from 1, as in the
	 * server's error messages; one that is too large means the end of the statement
	 * @return the position in the script
	 */
	public static SourcePosition locate(SqlStatement statement, int character) {
		String text = statement.text();
		SourcePosition start = statement.position();
		int line = start.line();
		int column = start.column();
		int index = 0;
		for (int i = 1; i < character && index < text.length(); i++) {
			int c = text.codePointAt(index);
			boolean lineEnd = c == '\n' || (c == '\r' && !text.startsWith("\n", index + 1));
			line += (lineEnd) ? 1 : 0;
			column = (lineEnd) ? 1 : column + 1;
			index += Character.charCount(c);
		}
		return new SourcePosition(start.offset() + index, line, column);
	}

	/**
	 * Return the line and, below it, the caret.
	 */
	@Override
	public String toString() {
		return this.text + "\n" + this.caret;
	}

	private static SourceExcerpt of(String part, int from, boolean complete, int column, SourcePosition position) {
		StringBuilder caret = new StringBuilder();
		if (from > 1) {
			caret.append(' ');
		}
		int before = part.offsetByCodePoints(0, Math.min(column - from, part.codePointCount(0, part.length())));
		VisibleText.lines(part.substring(0, before))
			.codePoints()
			.forEach((c) -> caret.append((c == '\t') ? '\t' : ' '));
		caret.append('^');
		String text = ((from > 1) ? CUT : "") + VisibleText.lines(part) + ((complete) ? "" : CUT);
		return new SourceExcerpt(position, text, caret.toString());
	}

}
