package dev.appmigrations.sample.env;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a file of variables, as shells, Docker, Node and Rails read it: one
 * variable in a line, perhaps behind {@code export}; comments; values with or without
 * quotes. In double quotes {@code \n}, {@code \t}, {@code \"}, {@code \\} and {@code \$}
 * are one character. Elsewhere a backslash is a backslash, and a comment begins with a
 * blank and a number sign. Values are on one line each.
 */
final class DotenvFile {

	private static final Pattern VARIABLE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.\\[\\]-]*)\\s*=(.*)");

	private static final Pattern QUOTED = Pattern.compile("(?:'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\")\\s*(?:#.*)?");

	private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#.*");

	private static final Pattern ESCAPE = Pattern.compile("\\\\([nt\"\\\\$])");

	private DotenvFile() {
	}

	/**
	 * Reads the variables.
	 * @param text the text of the file
	 * @return the values by name, each with its line; the last one of a name counts
	 * @throws IllegalArgumentException if a line is none of this; the message has the
	 * line's number, and not its text, which may hold a password
	 */
	static Map<String, Value> parse(String text) {
		Map<String, Value> variables = new LinkedHashMap<>();
		List<String> lines = new ArrayList<>(List.of(text.replaceFirst("^\uFEFF", "").split("\r\n|\r|\n", -1)));
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i).strip();
			if (line.isEmpty() || line.startsWith("#")) {
				continue;
			}
			Matcher variable = VARIABLE.matcher(line);
			if (!variable.matches()) {
				throw new IllegalArgumentException(
						"line " + (i + 1) + " is no variable: write NAME=VALUE, or # in front of a comment");
			}
			variables.put(variable.group(1), new Value(value(variable.group(2).strip(), i + 1), i));
		}
		return variables;
	}

	private static String value(String text, int line) {
		if (text.startsWith("'") || text.startsWith("\"")) {
			Matcher quoted = QUOTED.matcher(text);
			if (!quoted.matches()) {
				throw new IllegalArgumentException(
						"line " + line + " has a quote that does not end, or text behind the quotes");
			}
			return (quoted.group(1) != null) ? quoted.group(1) : unescape(quoted.group(2));
		}
		return COMMENT.matcher(text).replaceFirst("").strip();
	}

	private static String unescape(String text) {
		return ESCAPE.matcher(text).replaceAll((escape) -> Matcher.quoteReplacement(character(escape.group(1))));
	}

	private static String character(String escaped) {
		return switch (escaped) {
			case "n" -> "\n";
			case "t" -> "\t";
			default -> escaped;
		};
	}

	/**
	 * The value of a variable.
	 *
	 * @param text the value
	 * @param line the line where it stands, from 0
	 */
	record Value(String text, int line) {

	}

}
