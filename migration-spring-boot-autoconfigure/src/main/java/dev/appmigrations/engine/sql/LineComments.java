package dev.appmigrations.engine.sql;

/**
 * Looks at line comments character by character: most say nothing to a migration tool,
 * and a file may have many, so that none becomes a string before it is a candidate.
 */
final class LineComments {

	private LineComments() {
	}

	/**
	 * Tells cheaply whether a line comment may be a directive or another tool's marker.
	 * @param buffer the characters
	 * @param start the first character of the comment
	 * @param end its end, exclusive
	 * @return {@code false} if it is certainly none
	 */
	static boolean mayMatter(char[] buffer, int start, int end) {
		int word = start + 2;
		while (word < end && !isLetter(buffer[word])) {
			word++;
		}
		int wordEnd = word;
		while (wordEnd < end && isLetter(buffer[wordEnd])) {
			wordEnd++;
		}
		int length = wordEnd - word;
		if (length == 0) {
			return false;
		}
		// -- +micrate Up
		if (buffer[word - 1] == '+') {
			return true;
		}
		if (length == "create".length() && matches(buffer, word, "create")) {
			int next = wordEnd;
			while (next < end && buffer[next] == ' ') {
				next++;
			}
			return next + "above".length() < end && matches(buffer, next, "above");
		}
		return isFirstWord(buffer, word, length) || hasMarkedWord(buffer, word, end);
	}

	/** Tells whether a word of those that tools look for anywhere has its sign. */
	private static boolean hasMarkedWord(char[] buffer, int word, int end) {
		for (int i = word - 1; i < end; i++) {
			char sign = buffer[i];
			if ((sign == '@' && starts(buffer, i + 1, end, "undo"))
					|| (sign == '!' && (starts(buffer, i + 1, end, "ups") || starts(buffer, i + 1, end, "downs")))) {
				return true;
			}
		}
		return false;
	}

	private static boolean starts(char[] buffer, int start, int end, String word) {
		return start + word.length() <= end && matches(buffer, start, word);
	}

	/**
	 * Tells whether a word is one by which tools begin the lines that divide their files,
	 * or that stands in front of one.
	 */
	private static boolean isFirstWord(char[] buffer, int word, int length) {
		return switch (length) {
			case 2 -> matches(buffer, word, "up");
			case 3 -> matches(buffer, word, "ups") || matches(buffer, word, "sql");
			case 4 -> matches(buffer, word, "down") || matches(buffer, word, "undo") || matches(buffer, word, "tern")
					|| matches(buffer, word, "part");
			case 5 ->
				matches(buffer, word, "downs") || matches(buffer, word, "begin") || matches(buffer, word, "start");
			case 6 -> matches(buffer, word, "revert") || matches(buffer, word, "script");
			case 7 -> matches(buffer, word, "migrate") || matches(buffer, word, "rambler")
					|| matches(buffer, word, "section") || matches(buffer, word, "upgrade");
			case 8 -> matches(buffer, word, "rollback");
			case 9 -> matches(buffer, word, "downgrade") || matches(buffer, word, "migration")
					|| matches(buffer, word, "direction");
			default -> false;
		};
	}

	private static boolean matches(char[] buffer, int start, String word) {
		for (int i = 0; i < word.length(); i++) {
			if ((buffer[start + i] | 0x20) != word.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isLetter(char c) {
		return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
	}

	/**
	 * Returns whether a character shows as nothing: white space, those that a plain check
	 * for white space overlooks (a no-break space), and those without a width.
	 */
	static boolean isBlank(char c) {
		return c <= ' ' || (c >= 0x7f && (Character.isWhitespace(c) || Character.isSpaceChar(c)
				|| Character.getType(c) == Character.FORMAT || Character.isISOControl(c)));
	}

	/** Returns where a text goes on behind blanks. */
	static int skipBlanks(CharSequence text, int start) {
		int i = start;
		while (i < text.length() && isBlank(text.charAt(i))) {
			i++;
		}
		return i;
	}

	/** Returns a text without blanks at its ends. */
	static String strip(String text) {
		int start = skipBlanks(text, 0);
		int end = text.length();
		while (end > start && isBlank(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(start, end);
	}

}
