package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.sql.QuotedText;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import dev.appmigrations.engine.sql.StatementTokens;
import dev.appmigrations.engine.sql.TokenType;

/**
 * Reads from a text which columns it writes: from a statement those behind {@code SET},
 * from the body of a trigger function in PL/pgSQL those of {@code NEW} to which it
 * assigns. What cannot be read writes none, as far as anybody knows.
 */
final class ColumnWrites {

	/** Words behind which a statement of PL/pgSQL begins. */
	private static final Set<String> BEFORE_STATEMENT = Set.of("", ";", "begin", "then", "else", "loop");

	private static final Set<String> AFTER_SET = Set.of("from", "where", "returning", "when", "on");

	private final List<String> tokens;

	private ColumnWrites(List<String> tokens) {
		this.tokens = tokens;
	}

	/**
	 * Reads a statement.
	 * @param statement an UPDATE, a MERGE, or another that has one of them in it
	 * @return the names of the columns
	 */
	static Set<String> ofStatement(String statement) {
		return new ColumnWrites(tokens(statement)).afterSet();
	}

	/**
	 * Reads the body of a trigger function.
	 * @param source its text
	 * @return the names of the columns
	 */
	static Set<String> ofFunction(String source) {
		return new ColumnWrites(tokens(source)).assigned();
	}

	/**
	 * Tells whether a text names something outside of literals and comments.
	 * @param source the text
	 * @param name the name
	 */
	static boolean names(String source, String name) {
		return tokens(source).contains(name);
	}

	/** Names are as the server reads them; other tokens in lower case. */
	private static List<String> tokens(String text) {
		List<String> found = new ArrayList<>();
		try {
			StatementTokens tokens = StatementTokens.of(text);
			for (TokenType type = tokens.next(); type != null; type = tokens.next()) {
				switch (type) {
					case QUOTED_IDENTIFIER -> found.add(QuotedText
						.identifier(text.substring(tokens.start(), tokens.end()), QuotedText.DEFAULT_ESCAPE));
					case STRING, DOLLAR_STRING -> found.add("''");
					default -> found.add(tokens.lowerCase());
				}
			}
		}
		catch (SqlSyntaxException ex) {
			return List.of();
		}
		return found;
	}

	private Set<String> afterSet() {
		Set<String> columns = new HashSet<>();
		for (int i = 0; i < this.tokens.size(); i++) {
			if (token(i).equals("set") && !token(i - 1).equals("null")) {
				assignments(i + 1, columns);
			}
		}
		return columns;
	}

	/** One after the other: {@code a = 1, (b, c) = (…), d[1] = 2}. */
	private void assignments(int start, Set<String> columns) {
		int depth = 0;
		boolean target = true;
		for (int i = start; i < this.tokens.size(); i++) {
			String token = token(i);
			switch (token) {
				case "(", "[" -> depth++;
				case ")", "]" -> depth--;
				default -> {
				}
			}
			if (depth < 0 || (depth == 0 && !target && AFTER_SET.contains(token))) {
				return;
			}
			if (target && token.equals("=")) {
				target = false;
			}
			else if (!target && depth == 0 && token.equals(",")) {
				target = true;
			}
			else if (target && isName(i)) {
				columns.add(token);
			}
		}
	}

	/** The column of a field or an element is the first name. */
	private boolean isName(int i) {
		return !Set.of("(", ")", "[", "]", ",", ".", "row").contains(token(i))
				&& !Set.of(".", "[").contains(token(i - 1));
	}

	private Set<String> assigned() {
		Set<String> columns = new HashSet<>();
		for (int i = 0; i < this.tokens.size(); i++) {
			if (!token(i).equals("new") || !token(i + 1).equals(".")) {
				continue;
			}
			boolean assignment = token(i + 3).equals(":=") || token(i + 3).equals("=")
					|| (token(i + 3).equals(":") && token(i + 4).equals("="));
			if ((assignment && BEFORE_STATEMENT.contains(token(i - 1))) || isTargetOfInto(i)) {
				columns.add(token(i + 2));
			}
		}
		return columns;
	}

	/** In {@code SELECT … INTO a, NEW.b}. */
	private boolean isTargetOfInto(int at) {
		int i = at - 1;
		while (token(i).equals(",") && token(i - 2).equals(".")) {
			i -= 4;
		}
		return token(i).equals("into") || (token(i).equals("strict") && token(i - 1).equals("into"));
	}

	private String token(int i) {
		return (i < 0 || i >= this.tokens.size()) ? "" : this.tokens.get(i);
	}

}
