package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import dev.appmigrations.engine.sql.StatementTokens;
import dev.appmigrations.engine.sql.TokenType;

/**
 * Expressions over the columns of one table, as the server writes them down or as a
 * person does. What is replaced is a column only: not the name of a function, of a type
 * or of a collation, nor a part of a longer name.
 */
final class Expressions {

	/** Words that may go on a type's name, behind its first word. */
	private static final Set<String> TYPE_WORDS = Set.of("precision", "varying", "without", "with", "time", "zone",
			"to", "second", "minute", "hour", "day", "month", "year");

	private Expressions() {
	}

	/**
	 * Replaces a column.
	 * @param expression the expression
	 * @param column the name of the column
	 * @param replacement what stands in its place
	 * @return the expression with it, the same if it does not name the column
	 */
	static String replace(String expression, String column, String replacement) {
		List<Place> places = places(expression);
		StringBuilder replaced = new StringBuilder();
		int copied = 0;
		for (int i = 0; i < places.size(); i++) {
			Place place = places.get(i);
			if (place.names(column) && isColumn(places, i)) {
				replaced.append(expression, copied, place.start()).append(replacement);
				copied = place.end();
			}
		}
		return replaced.append(expression.substring(copied)).toString();
	}

	/**
	 * Tells whether an expression names a column.
	 * @param expression the expression
	 * @param column the name of the column
	 */
	static boolean names(String expression, String column) {
		List<Place> places = places(expression);
		for (int i = 0; i < places.size(); i++) {
			if (places.get(i).names(column) && isColumn(places, i)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Tells whether a text has a word, wherever it stands.
	 * @param text SQL or another language
	 * @param word the word
	 */
	static boolean mentions(String text, String word) {
		Function<Character, Boolean> goesOn = (c) -> Character.isLetterOrDigit(c) || c == '_';
		String lower = text.toLowerCase(java.util.Locale.ROOT);
		String wanted = word.toLowerCase(java.util.Locale.ROOT);
		for (int at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
			int end = at + wanted.length();
			if ((at == 0 || !goesOn.apply(lower.charAt(at - 1)))
					&& (end == lower.length() || !goesOn.apply(lower.charAt(end)))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns what stands behind the first word of that kind.
	 * @param statement the statement
	 * @param word a word without quotes, in small letters
	 * @return the text from that word on
	 */
	static String from(String statement, String word) {
		for (Place place : places(statement)) {
			if (place.type() == TokenType.IDENTIFIER && place.text().equals(word)) {
				return statement.substring(place.start());
			}
		}
		throw new IllegalArgumentException("There is no word " + word + " in " + statement);
	}

	/**
	 * Returns what stands behind the first list in parentheses.
	 * @param text a text in which each parenthesis is closed
	 */
	static String behindList(String text) {
		int depth = 0;
		for (Place place : places(text)) {
			if (place.type() == TokenType.LEFT_PARENTHESIS) {
				depth++;
			}
			else if (place.type() == TokenType.RIGHT_PARENTHESIS && --depth == 0) {
				return text.substring(place.end());
			}
		}
		return "";
	}

	private static boolean isColumn(List<Place> places, int i) {
		String before = (i > 0) ? places.get(i - 1).text() : "";
		String after = (i + 1 < places.size()) ? places.get(i + 1).text() : "";
		if (before.equals(".") || before.equals("::") || before.equals("collate") || after.equals("(")
				|| after.equals(".")) {
			return false;
		}
		if (places.get(i).text().equals("at") && (after.equals("time") || after.equals("local"))) {
			// AT TIME ZONE
			return false;
		}
		if (places.get(i).type() != TokenType.IDENTIFIER || !TYPE_WORDS.contains(places.get(i).text())) {
			return true;
		}
		for (int b = i - 1; b >= 0 && places.get(b).type() == TokenType.IDENTIFIER; b--) {
			if (b > 0 && places.get(b - 1).text().equals("::")) {
				return false;
			}
		}
		return true;
	}

	private static List<Place> places(String text) {
		List<Place> places = new ArrayList<>();
		StatementTokens tokens = StatementTokens.of(text);
		for (TokenType type = tokens.next(); type != null; type = tokens.next()) {
			String token = text.substring(tokens.start(), tokens.end());
			places.add(new Place(type, tokens.start(), tokens.end(),
					(type == TokenType.QUOTED_IDENTIFIER) ? token : tokens.lowerCase()));
		}
		return places;
	}

	/**
	 * A token and where it stands.
	 */
	private record Place(TokenType type, int start, int end, String text) {

		boolean names(String name) {
			return switch (this.type) {
				case IDENTIFIER -> this.text.equals(name);
				case QUOTED_IDENTIFIER -> this.text.startsWith("\"")
						&& this.text.substring(1, this.text.length() - 1).replace("\"\"", "\"").equals(name);
				default -> false;
			};
		}

	}

}
