package dev.appmigrations.engine.safety.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds out whether a condition says that a column is not null.
 */
final class NullProof {

	private NullProof() {
	}

	static boolean of(String condition, String column) {
		for (String part : conjuncts(condition)) {
			String stripped = withoutParentheses(part);
			if (!stripped.equals(part.strip()) && of(stripped, column)) {
				return true;
			}
			String lower = stripped.toLowerCase(Locale.ROOT);
			if (lower.endsWith("not null")) {
				String subject = stripped.substring(0, stripped.length() - "not null".length()).strip();
				if (subject.toLowerCase(Locale.ROOT).endsWith("is")) {
					subject = withoutParentheses(subject.substring(0, subject.length() - 2));
					return isColumn(subject, column);
				}
			}
		}
		return false;
	}

	private static boolean isColumn(String subject, String column) {
		if (subject.startsWith("\"") && subject.endsWith("\"") && subject.length() > 1) {
			return subject.substring(1, subject.length() - 1).replace("\"\"", "\"").equals(column);
		}
		return subject.toLowerCase(Locale.ROOT).equals(column);
	}

	/** Divides at each AND that stands outside parentheses and quotes. */
	private static List<String> conjuncts(String condition) {
		List<String> parts = new ArrayList<>();
		int depth = 0;
		int start = 0;
		char quote = 0;
		for (int i = 0; i < condition.length(); i++) {
			char c = condition.charAt(i);
			if (quote != 0) {
				quote = (c == quote) ? 0 : quote;
			}
			else if (c == '\'' || c == '"') {
				quote = c;
			}
			else if (c == '(') {
				depth++;
			}
			else if (c == ')') {
				depth--;
			}
			else if (depth == 0 && isWord(condition, i, "or")) {
				return List.of();
			}
			else if (depth == 0 && isWord(condition, i, "and")) {
				parts.add(condition.substring(start, i));
				start = i + 3;
			}
		}
		parts.add(condition.substring(start));
		return parts;
	}

	private static boolean isWord(String text, int index, String word) {
		int end = index + word.length();
		return text.regionMatches(true, index, word, 0, word.length())
				&& (index == 0 || !Character.isJavaIdentifierPart(text.charAt(index - 1)))
				&& (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end)));
	}

	private static String withoutParentheses(String text) {
		String stripped = text.strip();
		while (stripped.startsWith("(") && closing(stripped) == stripped.length() - 1) {
			stripped = stripped.substring(1, stripped.length() - 1).strip();
		}
		return stripped;
	}

	private static int closing(String text) {
		int depth = 0;
		char quote = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (quote != 0) {
				quote = (c == quote) ? 0 : quote;
			}
			else if (c == '\'' || c == '"') {
				quote = c;
			}
			else if (c == '(') {
				depth++;
			}
			else if (c == ')' && --depth == 0) {
				return i;
			}
		}
		return -1;
	}

}
