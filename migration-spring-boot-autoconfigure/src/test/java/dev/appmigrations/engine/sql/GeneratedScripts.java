package dev.appmigrations.engine.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes scripts from all that PostgreSQL's lexer knows, and remembers how they split.
 * <p>
 * It is a generator of our own, which a seed repeats, and not jqwik's: jqwik 1.10 runs on
 * the JUnit Platform 6 of Spring Boot's BOM, but is made for version 1 of it, is only
 * maintained, and excludes some uses.
 */
final class GeneratedScripts {

	private static final String[] NAMES = { "a", "begin", "END", "Größe", "x$1", "_t", "表", "\uD83D\uDE00", "case",
			"atomic", "insert", "e", "b", "u", "nothing" };

	private static final String[] OPERATORS = { "+", "-", "*", "/", "=", "->>", "@>", "?|", "?-", "<=>", "||", "%",
			"::", ":=", ".", ",", "[1:2]", "!~~*" };

	private static final String[] NUMBERS = { "1", "1.5", ".5", "1e-5", "0xFF", "1_000", "12abc", "$1", "$23" };

	private static final String[] CONTENTS = { "", ";", "--", "/*", "*/", "\"", "$$", "$x$", "(", "\\", "a b",
			"\uD83D\uDE00;", "\n", "-- migrate:down\n", "\\restrict\n", "E", "é" };

	private static final String[] LINE_ENDS = { "\n", "\r\n", "\r" };

	private final Random random;

	GeneratedScripts(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * A statement as its tokens, each of which needs nothing but white space around it.
	 */
	List<String> statement() {
		List<String> tokens = new ArrayList<>(List.of("select"));
		expression(tokens, 0);
		if (oneIn(8)) {
			tokens.addAll(0, List.of("create", "function", "f", "(", ")", "returns", "int", "begin", "atomic"));
			tokens.addAll(List.of(";", "select", "case", "when", "1", "then", "2", "end", ";", "end"));
			tokens.replaceAll((token) -> isBodyWord(token) ? "\"" + token + "\"" : token);
			restoreBody(tokens);
		}
		return tokens;
	}

	/**
	 * The tokens in another guise: white space, comments, line ends and, where it makes
	 * no difference, case.
	 */
	String render(List<String> tokens, boolean comments) {
		StringBuilder text = new StringBuilder();
		String before = "";
		for (String token : tokens) {
			if (!before.isEmpty()) {
				text.append(gap(comments, before));
			}
			boolean name = token.chars().allMatch((c) -> c < 128 && Character.isLetter(c));
			text.append((name && this.random.nextBoolean()) ? token.toUpperCase(Locale.ROOT) : token);
			before = token;
		}
		return text.toString();
	}

	/** What may stand between statements. */
	String between() {
		StringBuilder text = new StringBuilder();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			text.append(pick(" ", "\t", "\f", ";", lineEnd(), "-- it's; $$ /*" + lineEnd(), "/* ; /* ' */ \" */"));
		}
		return text.toString();
	}

	int below(int bound) {
		return this.random.nextInt(bound);
	}

	private void expression(List<String> tokens, int depth) {
		for (int i = this.random.nextInt(6) + 1; i > 0; i--) {
			switch (this.random.nextInt((depth < 3) ? 8 : 7)) {
				case 0, 1 -> tokens.add(pick(NAMES));
				case 2 -> tokens.add(pick(NUMBERS));
				case 3 -> tokens.add(pick("'%s'", "E'%s'", "n'%s'", "U&'%s'", "b'%s'").formatted(contents("'")));
				case 4 -> tokens.add(pick("\"%s\"", "U&\"%s\"").formatted("x" + contents("\"")));
				case 5 -> tokens.add(dollarString());
				case 6 -> {
				}
				default -> {
					tokens.add("(");
					expression(tokens, depth + 1);
					if (oneIn(4)) {
						tokens.add(";");
						tokens.add(pick(NAMES));
					}
					tokens.add(")");
				}
			}
			tokens.add(pick(OPERATORS));
		}
		tokens.add("1");
	}

	private String contents(String quote) {
		StringBuilder text = new StringBuilder();
		for (int i = this.random.nextInt(3); i > 0; i--) {
			text.append(pick(CONTENTS).replace(quote, "").replace("\\", "/"));
		}
		return text.toString();
	}

	private String dollarString() {
		String tag = pick("$$", "$x$", "$Body_1$", "$ü$");
		StringBuilder text = new StringBuilder();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			String content = pick(CONTENTS);
			text.append((content.contains("$")) ? "'" : content);
		}
		return tag + text + tag;
	}

	private String gap(boolean comments, String before) {
		boolean constant = before.endsWith("'");
		String space = (constant) ? pick(" ", "\t", "  ") : pick(" ", "\t", "\f", "  ", lineEnd(), lineEnd() + "  ");
		if (!comments || constant || !oneIn(4)) {
			return space;
		}
		return space + pick("/* ; ' */", "/* /* $$ */ \" */", "-- ; ' ( $x$" + lineEnd(), "--" + lineEnd()) + space;
	}

	private static boolean isBodyWord(String token) {
		return List.of("end", "case", "begin", "atomic", "END").contains(token);
	}

	/** The body's own keywords stand at the two ends. */
	private static void restoreBody(List<String> tokens) {
		tokens.set(7, "begin");
		tokens.set(8, "atomic");
		int last = tokens.size() - 1;
		tokens.set(last, "end");
		tokens.set(last - 2, "end");
		tokens.set(last - 7, "case");
	}

	private String lineEnd() {
		return pick(LINE_ENDS);
	}

	private boolean oneIn(int bound) {
		return this.random.nextInt(bound) == 0;
	}

	private String pick(String... choices) {
		return choices[this.random.nextInt(choices.length)];
	}

}
