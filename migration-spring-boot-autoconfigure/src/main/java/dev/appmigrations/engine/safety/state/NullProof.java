package dev.appmigrations.engine.safety.state;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.QuotedText;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import dev.appmigrations.engine.sql.StatementTokens;
import dev.appmigrations.engine.sql.TokenType;

/**
 * Finds out whether a condition says that a column is not null: {@code c IS NOT NULL},
 * alone or joined to others with {@code AND}.
 */
final class NullProof {

	private NullProof() {
	}

	/** Text that cannot be read to its end proves nothing. */
	static boolean of(String condition, String column) {
		try {
			return isProof(tokens(condition), column);
		}
		catch (SqlSyntaxException ex) {
			return false;
		}
	}

	private static List<Token> tokens(String condition) {
		List<Token> tokens = new ArrayList<>();
		StatementTokens read = StatementTokens.of(condition);
		for (TokenType type = read.next(); type != null; type = read.next()) {
			boolean quoted = type == TokenType.QUOTED_IDENTIFIER;
			String text = (quoted)
					? QuotedText.identifier(condition.substring(read.start(), read.end()), QuotedText.DEFAULT_ESCAPE)
					: read.lowerCase();
			tokens.add(new Token(type, text));
		}
		return tokens;
	}

	private static boolean isProof(List<Token> condition, String column) {
		List<Token> inside = withoutParentheses(condition);
		List<List<Token>> conjuncts = conjuncts(inside);
		if (conjuncts.size() > 1) {
			return conjuncts.stream().anyMatch((conjunct) -> isProof(conjunct, column));
		}
		int end = inside.size();
		if (conjuncts.isEmpty() || end < 4 || !inside.get(end - 3).is("is") || !inside.get(end - 2).is("not")
				|| !inside.get(end - 1).is("null")) {
			return false;
		}
		List<Token> subject = withoutParentheses(inside.subList(0, end - 3));
		return subject.size() == 1 && subject.get(0).isName(column);
	}

	/** Divides at each AND outside parentheses; an OR there leaves nothing to prove. */
	private static List<List<Token>> conjuncts(List<Token> condition) {
		List<List<Token>> parts = new ArrayList<>();
		int depth = 0;
		int start = 0;
		for (int i = 0; i < condition.size(); i++) {
			Token token = condition.get(i);
			depth += token.opens() - token.closes();
			if (depth == 0 && token.is("or")) {
				return List.of();
			}
			if (depth == 0 && token.is("and")) {
				parts.add(condition.subList(start, i));
				start = i + 1;
			}
		}
		parts.add(condition.subList(start, condition.size()));
		return parts;
	}

	private static List<Token> withoutParentheses(List<Token> tokens) {
		List<Token> inside = tokens;
		while (!inside.isEmpty() && inside.get(0).type() == TokenType.LEFT_PARENTHESIS
				&& closing(inside) == inside.size() - 1) {
			inside = inside.subList(1, inside.size() - 1);
		}
		return inside;
	}

	/** Where what the first token opens is closed. */
	private static int closing(List<Token> tokens) {
		int depth = 0;
		for (int i = 0; i < tokens.size(); i++) {
			depth += tokens.get(i).opens() - tokens.get(i).closes();
			if (depth == 0) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * A token of a condition.
	 *
	 * @param type its type
	 * @param text the name in a quoted identifier; of others the text in lower case
	 */
	private record Token(TokenType type, String text) {

		boolean is(String keyword) {
			return this.type == TokenType.IDENTIFIER && this.text.equals(keyword);
		}

		boolean isName(String name) {
			return (this.type == TokenType.IDENTIFIER || this.type == TokenType.QUOTED_IDENTIFIER)
					&& this.text.equals(name);
		}

		int opens() {
			return (this.type == TokenType.LEFT_PARENTHESIS || is("case")) ? 1 : 0;
		}

		int closes() {
			return (this.type == TokenType.RIGHT_PARENTHESIS || is("end")) ? 1 : 0;
		}

	}

}
