package dev.appmigrations.engine.sql;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * An instruction in a line comment, {@code -- migrate:KEY VALUE}. Every line comment that
 * begins with {@code migrate:} and a letter is one, in whatever case and with whatever
 * blanks around the colon: a misspelt instruction that passes for prose does harm. Which
 * keys there are is not known here, but for the two that divide a file into sections.
 *
 * @param key everything up to the first blank, in lower case; what is no key is refused
 * where keys are known
 * @param value the rest of the line without blanks around it, possibly empty
 * @param position where the comment starts
 */
public record Directive(String key, String value, SourcePosition position) {

	private static final String PREFIX = "migrate";

	/**
	 * Read a line comment.
	 * @param comment the text of the comment with its two dashes
	 * @param position where it starts
	 * @return the directive, or {@code null} if it is an ordinary comment
	 */
	public static @Nullable Directive of(CharSequence comment, SourcePosition position) {
		int start = keyStart(comment);
		if (start < 0) {
			return null;
		}
		int end = start;
		while (end < comment.length() && !LineComments.isBlank(comment.charAt(end))) {
			end++;
		}
		String key = comment.subSequence(start, end).toString().toLowerCase(Locale.ROOT);
		return new Directive(key, LineComments.strip(comment.subSequence(end, comment.length()).toString()), position);
	}

	private static int keyStart(CharSequence comment) {
		int i = 2;
		while (i < comment.length() && comment.charAt(i) == '-') {
			i++;
		}
		i = LineComments.skipBlanks(comment, i);
		for (int j = 0; j < PREFIX.length(); j++, i++) {
			if (i >= comment.length() || (comment.charAt(i) | 0x20) != PREFIX.charAt(j)) {
				return -1;
			}
		}
		i = LineComments.skipBlanks(comment, i);
		if (i >= comment.length() || comment.charAt(i) != ':') {
			return -1;
		}
		i = LineComments.skipBlanks(comment, i + 1);
		return (i < comment.length() && Character.isLetter(comment.charAt(i))) ? i : -1;
	}

	/**
	 * Return whether it starts a section of the file, {@code up} or {@code down}. A
	 * statement before it ends there, with or without a semicolon.
	 * @return {@code true} for the two of them
	 */
	public boolean isSectionMarker() {
		return this.key.equals("up") || this.key.equals("down");
	}

	/**
	 * Return whether it says that only sections of our own divide the file.
	 * @return {@code true} for {@code sections own}
	 */
	public boolean excludesOtherTools() {
		return this.key.equals("sections") && this.value.equalsIgnoreCase("own");
	}

	/**
	 * Return the key without what is no part of a word behind it.
	 * @return for example {@code down} for {@code down;}
	 */
	public String word() {
		int end = 0;
		while (end < this.key.length() && isWordPart(this.key.charAt(end))) {
			end++;
		}
		return this.key.substring(0, end);
	}

	private static boolean isWordPart(char c) {
		return Character.isLetterOrDigit(c) || c == '-' || c == '_';
	}

}
