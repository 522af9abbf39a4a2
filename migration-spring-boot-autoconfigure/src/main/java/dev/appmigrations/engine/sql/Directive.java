package dev.appmigrations.engine.sql;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An instruction in a line comment, {@code -- migrate:KEY VALUE}. Which keys there are is
 * not known here, but for the two that divide a file into sections.
 *
 * @param key the key, in lower case
 * @param value the rest of the line without white space around it, possibly empty
 * @param position where the comment starts
 */
public record Directive(String key, String value, SourcePosition position) {

	/**
	 * {@code -- migrate: down}, with a blank, is accepted for the sections only: it would
	 * do harm if it were taken for prose, and other words behind a blank are prose.
	 */
	private static final Pattern FORM = Pattern.compile(
			"--[ \\t]*migrate:(?:([\\w-]+)|[ \\t]+(up|down)(?=[ \\t\\f\\u000b]*$))(?:\\s+(.*))?\\s*",
			Pattern.CASE_INSENSITIVE);

	private static final int SHORTEST = "--migrate:x".length();

	/**
	 * Read a line comment.
	 * @param comment the text of the comment with its two dashes
	 * @param position where it starts
	 * @return the directive, or {@code null} if it is an ordinary comment
	 */
	public static @Nullable Directive of(CharSequence comment, SourcePosition position) {
		Matcher matcher = FORM.matcher(comment);
		if (!matcher.matches()) {
			return null;
		}
		String key = (matcher.group(1) != null) ? matcher.group(1) : matcher.group(2);
		String value = matcher.group(3);
		return new Directive(key.toLowerCase(Locale.ROOT), (value != null) ? value.strip() : "", position);
	}

	/**
	 * Return whether it starts a section of the file, {@code up} or {@code down}. A
	 * statement before it ends there, with or without a semicolon.
	 * @return {@code true} for the two of them
	 */
	public boolean isSectionMarker() {
		return this.key.equals("up") || this.key.equals("down");
	}

	static boolean isSectionMarker(char[] buffer, int start, int end) {
		if (!mayBeDirective(buffer, start, end)) {
			return false;
		}
		Directive directive = of(new String(buffer, start, end - start), SourcePosition.START);
		return directive != null && directive.isSectionMarker();
	}

	/**
	 * Tell cheaply whether a line comment may be a directive: most are none, and a file
	 * may have many.
	 * @param buffer the characters
	 * @param start the first character of the comment
	 * @param end its end, exclusive
	 * @return {@code false} if it is certainly none
	 */
	public static boolean mayBeDirective(char[] buffer, int start, int end) {
		int p = start + 2;
		while (p < end && (buffer[p] == ' ' || buffer[p] == '\t')) {
			p++;
		}
		return p < end && (buffer[p] == 'm' || buffer[p] == 'M') && end - start >= SHORTEST;
	}

}
