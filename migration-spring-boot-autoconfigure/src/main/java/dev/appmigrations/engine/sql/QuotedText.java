package dev.appmigrations.engine.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The text between quotes, as the server reads it.
 */
public final class QuotedText {

	/** The escape of {@code U&"…"} and {@code U&'…'} without {@code UESCAPE}. */
	public static final char DEFAULT_ESCAPE = '\\';

	private static final Pattern BACKSLASH = Pattern.compile("\\\\(.)", Pattern.DOTALL);

	private QuotedText() {
	}

	/**
	 * Tells whether characters may be written as escapes.
	 * @param token a quoted identifier or a string constant
	 * @return whether it begins with {@code U&}
	 */
	public static boolean isUnicode(String token) {
		return token.startsWith("U&") || token.startsWith("u&");
	}

	/**
	 * Return the name in a quoted identifier.
	 * @param token {@code "…"} or {@code U&"…"}
	 * @param escape what {@code UESCAPE} says
	 * @return the name
	 */
	public static String identifier(String token, char escape) {
		String text = token.substring(token.indexOf('"') + 1, token.length() - 1).replace("\"\"", "\"");
		return (isUnicode(token)) ? unescape(text, escape) : text;
	}

	/**
	 * Return the value of a string constant.
	 * @param token {@code '…'} or {@code $$…$$}
	 * @return the value, or {@code null} if it is written in another way, or depends on
	 * {@code standard_conforming_strings}
	 */
	public static @Nullable String string(String token) {
		boolean plain = token.startsWith("$") || (token.startsWith("'") && token.indexOf('\\') < 0);
		return (plain) ? value(token, DEFAULT_ESCAPE) : null;
	}

	/**
	 * Return the value of a string constant in any of its spellings.
	 * @param token the constant with its prefix and quotes
	 * @param escape what {@code UESCAPE} says
	 * @return the value, as if {@code standard_conforming_strings} were on
	 */
	public static String value(String token, char escape) {
		if (token.startsWith("$")) {
			int tag = token.indexOf('$', 1) + 1;
			return token.substring(tag, token.length() - tag);
		}
		int quote = token.indexOf('\'');
		String text = token.substring(quote + 1, token.length() - 1).replace("''", "'");
		if (isUnicode(token)) {
			return unescape(text, escape);
		}
		return (token.startsWith("E") || token.startsWith("e")) ? withoutBackslashes(text) : text;
	}

	/** The escapes of {@code E'…'}, but for numbers: they hardly occur in names. */
	private static String withoutBackslashes(String text) {
		return BACKSLASH.matcher(text).replaceAll((match) -> Matcher.quoteReplacement(escaped(match.group(1))));
	}

	private static String escaped(String letter) {
		return switch (letter) {
			case "b" -> "\b";
			case "f" -> "\f";
			case "n" -> "\n";
			case "r" -> "\r";
			case "t" -> "\t";
			default -> letter;
		};
	}

	private static String unescape(String text, char escape) {
		String quoted = Pattern.quote(String.valueOf(escape));
		Pattern pattern = Pattern.compile(quoted + "(?:(" + quoted + ")|\\+([0-9A-Fa-f]{6})|([0-9A-Fa-f]{4}))");
		return pattern.matcher(text).replaceAll((match) -> Matcher.quoteReplacement(character(match.group())));
	}

	private static String character(String escaped) {
		if (escaped.length() == 2) {
			return escaped.substring(1);
		}
		int digits = (escaped.charAt(1) == '+') ? 2 : 1;
		int codePoint = Integer.parseInt(escaped.substring(digits), 16);
		// A pair of surrogates is one character once both halves stand side by side.
		return (Character.isValidCodePoint(codePoint)) ? Character.toString(codePoint) : escaped;
	}

}
