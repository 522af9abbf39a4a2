package dev.appmigrations.engine.script.directive;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.appmigrations.engine.sql.Directive;
import dev.appmigrations.engine.sql.RangeTokens;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.sql.TokenType;

/**
 * A piece of SQL in a directive, which becomes part of statements of ours: it has to be
 * whole in itself.
 *
 * @param text the SQL, without a semicolon at its end
 * @param tokens its tokens
 * @param directive where it begins
 * @param key the directive or option that it belongs to
 */
record SqlFragment(String text, List<Token> tokens, Directive directive, String key) {

	/**
	 * Takes SQL apart.
	 * @param sql the SQL
	 * @param directive where it begins
	 * @param key the directive or option that it belongs to
	 * @return the fragment
	 * @throws InvalidDirectiveException if it would not be whole in another statement
	 */
	static SqlFragment of(String sql, Directive directive, String key) {
		List<Token> tokens = new ArrayList<>();
		List<String> texts = new ArrayList<>();
		int[] depth = { 0, 0 };
		try (StatementReader reader = StatementReader.of(new StringReader(sql),
				(type, buffer, start, end, position) -> {
					String text = new String(buffer, start, end - start);
					if (type == TokenType.LINE_COMMENT) {
						throw new InvalidDirectiveException(directive, "a comment stands in '" + key + "'",
								"Move the comment into a line of its own.");
					}
					if (type == TokenType.META_COMMAND || type == TokenType.OTHER || type == TokenType.PARAMETER) {
						throw new InvalidDirectiveException(directive, "'" + key + "' contains " + text,
								"Write SQL that the server can run as it is.");
					}
					if (type != TokenType.BLOCK_COMMENT) {
						depth[0] -= (isClosing(text)) ? 1 : 0;
						depth[1] = Math.min(depth[0], depth[1]);
						tokens.add(new Token(type,
								(type == TokenType.QUOTED_IDENTIFIER) ? text : text.toLowerCase(Locale.ROOT),
								depth[0]));
						depth[0] += (isOpening(text)) ? 1 : 0;
					}
				})) {
			for (var statement = reader.next(); statement != null; statement = reader.next()) {
				texts.add(statement.text());
			}
		}
		catch (SqlSyntaxException ex) {
			throw new InvalidDirectiveException(directive,
					"'" + key + "' is not complete: a quote, a comment or a parenthesis is not closed",
					"Write it in one line, or 'verify' in several lines of which each begins with -- migrate:verify.");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if (texts.size() != 1) {
			throw new InvalidDirectiveException(directive,
					"'" + key + "' is " + ((texts.isEmpty()) ? "empty" : "more than one statement"),
					"Write one " + ((key.equals("verify")) ? "query" : "condition") + " without a semicolon.");
		}
		if (depth[0] != 0 || depth[1] < 0) {
			throw new InvalidDirectiveException(directive, "a parenthesis is not opened in '" + key + "'",
					"Correct the parentheses.");
		}
		if (RangeTokens.in(texts.get(0)).stream().anyMatch(RangeTokens.Token::isKey)) {
			throw new InvalidDirectiveException(directive, "'" + key + "' contains the range of a batch",
					"Only the statements of the script have :from and :to; '" + key + "' is about the whole table.");
		}
		return new SqlFragment(texts.get(0), tokens, directive, key);
	}

	private static boolean isOpening(String token) {
		return token.equals("(") || token.equals("[");
	}

	private static boolean isClosing(String token) {
		return token.equals(")") || token.equals("]");
	}

	/**
	 * Requires a condition: more than that could end the statement that it stands in.
	 * @throws InvalidDirectiveException if it is something else
	 */
	void requireCondition() {
		for (Token token : this.tokens) {
			if (token.depth() == 0 && token.isWord() && SelectList.ENDS.contains(token.text())
					&& !token.text().equals("from")) {
				throw new InvalidDirectiveException(this.directive,
						"'" + this.key + "' is not only a condition: it contains " + token.text(),
						"Write what would stand behind WHERE, without that word.");
			}
		}
	}

	/**
	 * A token.
	 *
	 * @param type the type
	 * @param text its characters, in lower case unless it is a quoted name
	 * @param depth how many parentheses are open around it
	 */
	record Token(TokenType type, String text, int depth) {

		boolean isWord() {
			return this.type == TokenType.IDENTIFIER;
		}

		boolean is(String word) {
			return this.text.equals(word);
		}

	}

}
