package dev.appmigrations.engine.text;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Makes the hidden characters of a text visible, so that nothing that somebody else wrote
 * can forge a line of a log, command a terminal, or look like something that it is not.
 * <p>
 * Hidden are control characters (C0, DEL, C1), line and paragraph separators, format
 * characters such as bidirectional overrides and zero-width spaces, letters without a
 * glyph, surrogates without a partner, and code points that are no characters. They are
 * written as PostgreSQL writes them in a string constant with C-style escapes (see the
 * manual's section 4.1.2.2): {@code \n}, {@code \r}, {@code \t}, {@code \u001B},
 * {@code \U000E0001}. A backslash stays as it is: the result is to be read, not to be
 * decoded.
 */
public final class VisibleText {

	private static final int DELETE = 0x7f;

	private static final int FIRST_BEYOND_C1 = 0xa0;

	private static final int SOFT_HYPHEN = 0xad;

	/** Default_Ignorable_Code_Point in Unicode's data, though they count as letters. */
	private static final String BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0";

	private VisibleText() {
	}

	/**
	 * Makes a text visible that belongs into one line, such as a name or a message of the
	 * server: ends of lines and tabs are written out too.
	 * @param text any text
	 * @return one line; the same object if nothing is hidden
	 */
	public static String line(String text) {
		return visible(text, false);
	}

	/**
	 * Makes a text visible that belongs into one line.
	 * @param text any text, or {@code null}
	 * @return one line, or {@code null}
	 */
	public static @Nullable String lineOrNull(@Nullable String text) {
		return (text != null) ? visible(text, false) : null;
	}

	/**
	 * Makes texts visible each of which belongs into one line.
	 * @param texts any texts
	 * @return a line for each
	 */
	public static List<String> eachLine(List<String> texts) {
		List<String> lines = new ArrayList<>(texts.size());
		for (String text : texts) {
			lines.add(line(text));
		}
		return List.copyOf(lines);
	}

	/**
	 * Makes a text visible that may have several lines, such as a script, or a message of
	 * ours with an excerpt: line feeds and tabs stay. The foreign parts of a message of
	 * ours belong through {@link #line} before.
	 * @param text any text
	 * @return the lines; the same object if nothing is hidden
	 */
	public static String lines(String text) {
		return visible(text, true);
	}

	/**
	 * Makes a text visible that may have several lines.
	 * @param text any text, or {@code null}
	 * @return the lines, or {@code null}
	 */
	public static @Nullable String linesOrNull(@Nullable String text) {
		return (text != null) ? visible(text, true) : null;
	}

	/**
	 * Tells whether a text holds anything that does not belong into one line.
	 * @param text any text
	 * @return whether {@link #line} would change it
	 */
	public static boolean isHidden(String text) {
		return firstHidden(text, false) >= 0;
	}

	private static String visible(String text, boolean multiline) {
		int from = firstHidden(text, multiline);
		if (from < 0) {
			return text;
		}
		StringBuilder visible = new StringBuilder(text.length() + 16).append(text, 0, from);
		int codePoint;
		for (int i = from; i < text.length(); i += Character.charCount(codePoint)) {
			codePoint = text.codePointAt(i);
			if (multiline && codePoint == '\r' && text.startsWith("\n", i + 1)) {
				// A line end of two characters counts as one.
				continue;
			}
			if (isHidden(codePoint, multiline)) {
				escape(visible, codePoint);
			}
			else {
				visible.appendCodePoint(codePoint);
			}
		}
		return visible.toString();
	}

	private static int firstHidden(String text, boolean multiline) {
		// Each name of a large folder comes here at each start, and most are plain ASCII.
		int plain = 0;
		int length = text.length();
		while (plain < length) {
			char character = text.charAt(plain);
			if (character < ' ' || character >= DELETE) {
				break;
			}
			plain++;
		}
		int codePoint;
		for (int i = plain; i < length; i += Character.charCount(codePoint)) {
			codePoint = text.codePointAt(i);
			if (isHidden(codePoint, multiline)) {
				return i;
			}
		}
		return -1;
	}

	private static boolean isHidden(int codePoint, boolean multiline) {
		if (codePoint < ' ') {
			return !multiline || (codePoint != '\n' && codePoint != '\t');
		}
		if (codePoint < SOFT_HYPHEN) {
			return codePoint >= DELETE && codePoint < FIRST_BEYOND_C1;
		}
		return switch (Character.getType(codePoint)) {
			case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
			case Character.UNASSIGNED -> isIgnorable(codePoint) || isNoCharacter(codePoint);
			default -> isIgnorable(codePoint) || BLANK_LETTERS.indexOf(codePoint) >= 0;
		};
	}

	/**
	 * Tags and the variation selectors beyond those that ask for an emoji or against it.
	 */
	private static boolean isIgnorable(int codePoint) {
		return (codePoint >= 0xe0000 && codePoint <= 0xe0fff) || (codePoint >= 0xfe00 && codePoint <= 0xfe0d)
				|| (codePoint >= 0x2060 && codePoint <= 0x206f) || (codePoint >= 0xfff0 && codePoint <= 0xfff8);
	}

	private static boolean isNoCharacter(int codePoint) {
		return (codePoint & 0xfffe) == 0xfffe || (codePoint >= 0xfdd0 && codePoint <= 0xfdef);
	}

	private static void escape(StringBuilder text, int codePoint) {
		switch (codePoint) {
			case '\n' -> text.append("\\n");
			case '\r' -> text.append("\\r");
			case '\t' -> text.append("\\t");
			default -> text.append((Character.isBmpCodePoint(codePoint)) ? "\\u%04X".formatted(codePoint)
					: "\\U%08X".formatted(codePoint));
		}
	}

}
