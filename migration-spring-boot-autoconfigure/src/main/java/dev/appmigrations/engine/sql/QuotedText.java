package dev.appmigrations.engine.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The text between quotes, as the server reads it.
 */
final class QuotedText {

	static final char DEFAULT_ESCAPE = '\\';

	private QuotedText() {
	}

	static boolean isUnicode(String token) {
		return token.startsWith("U&") || token.startsWith("u&");
	}

	/**
	 * Return the name in a quoted identifier.
	 * @param token {@code "…"} or {@code U&"…"}
	 * @param escape what {@code UESCAPE} says
	 */
	static String identifier(String token, char escape) {
		String text = token.substring(token.indexOf('"') + 1, token.length() - 1).replace("\"\"", "\"");
		return (isUnicode(token)) ? unescape(text, escape) : text;
	}

	/**
	 * Return the value of a string constant.
	 * @param token {@code '…'} or {@code $$…$$}
	 * @return the value, or {@code null} if it is written in another way, or depends on
	 * {@code standard_conforming_strings}
	 */
	static @Nullable String string(String token) {
		if (token.startsWith("$")) {
			int tag = token.indexOf('$', 1) + 1;
			return token.substring(tag, token.length() - tag);
		}
		boolean plain = token.startsWith("'") && token.indexOf('\\') < 0;
		return (plain) ? token.substring(1, token.length() - 1).replace("''", "'") : null;
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
