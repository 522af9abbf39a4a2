package dev.appmigrations.engine.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds {@code :from} and {@code :to}, which stand for the first and the last key of a
 * batch, among the tokens of a script, and whatever else looks like them. PostgreSQL has
 * no use for a single colon in front of a word outside of brackets.
 */
public final class RangeTokens implements TokenListener {

	private static final Pattern QUOTED = Pattern.compile("(?<![:\\w]):(?:from|to)(?!\\w)", Pattern.CASE_INSENSITIVE);

	private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

	private final List<Token> tokens = new ArrayList<>();

	private int brackets;

	/** Where the last token stands if it is a single colon. */
	private @Nullable SourcePosition colon;

	/**
	 * Returns what was found since the last call.
	 * @return the tokens in their order
	 */
	public List<Token> take() {
		List<Token> taken = List.copyOf(this.tokens);
		this.tokens.clear();
		return taken;
	}

	/**
	 * Tells whether anything was found since the last {@link #take}.
	 * @return whether the text means the range of a batch
	 */
	public boolean isEmpty() {
		return this.tokens.isEmpty();
	}

	/**
	 * Finds what looks like the range of a batch in a text that is no script.
	 * @param sql the text
	 * @return the tokens, positions counted from its beginning
	 * @throws SqlSyntaxException if a literal or a comment does not end
	 */
	public static List<Token> in(String sql) {
		RangeTokens found = new RangeTokens();
		StatementTokens tokens = StatementTokens.of(sql);
		char[] buffer = sql.toCharArray();
		for (TokenType type = tokens.next(); type != null; type = tokens.next()) {
			int start = tokens.start();
			found.token(type, buffer, start, tokens.end(), () -> new SourcePosition(start, 1, start + 1));
		}
		return found.take();
	}

	/**
	 * Makes a statement readable for those who know PostgreSQL's grammar only.
	 * @param sql the statement
	 * @return a text of the same length, with parameters in the place of the range
	 */
	public static String withParameters(String sql) {
		StringBuilder text = new StringBuilder(sql);
		for (Token token : in(sql)) {
			if (token.isKey()) {
				int start = (int) token.position().offset();
				int end = start + token.text().length();
				text.replace(start, end, "$1" + " ".repeat(token.text().length() - 2));
			}
		}
		return text.toString();
	}

	@Override
	public void token(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position) {
		SourcePosition before = this.colon;
		if (type == TokenType.LINE_COMMENT || type == TokenType.BLOCK_COMMENT) {
			return;
		}
		this.colon = null;
		if (before != null && position.get().offset() == before.offset() + 1) {
			behindColon(before, new String(buffer, start, end - start));
		}
		else if (isQuoted(type)) {
			quoted(new String(buffer, start, end - start), position.get());
		}
		if (type == TokenType.SYMBOL && end - start == 1) {
			switch (buffer[start]) {
				case '[' -> this.brackets++;
				case ']' -> this.brackets--;
				case ':' -> this.colon = position.get();
				default -> {
				}
			}
		}
	}

	private static boolean isQuoted(TokenType type) {
		return type == TokenType.STRING || type == TokenType.STRING_CONTINUATION || type == TokenType.DOLLAR_STRING
				|| type == TokenType.QUOTED_IDENTIFIER;
	}

	private void behindColon(SourcePosition colon, String word) {
		Form form = switch (word.toLowerCase(Locale.ROOT)) {
			case "from" -> Form.FROM;
			case "to" -> Form.TO;
			default -> (this.brackets == 0) ? Form.UNKNOWN : null;
		};
		if (form == null || (form == Form.UNKNOWN && !WORD.matcher(word).matches() && !isVariable(word))) {
			return;
		}
		this.tokens.add(new Token((this.brackets > 0) ? Form.BRACKETED : form, ":" + word, colon));
	}

	/** Whether psql would replace it, in quotes. */
	private static boolean isVariable(String word) {
		return word.startsWith("'") || word.startsWith("\"");
	}

	private void quoted(String text, SourcePosition position) {
		Matcher matcher = QUOTED.matcher(text);
		if (matcher.find()) {
			SqlStatement literal = new SqlStatement(text, position, StatementKind.OTHER);
			this.tokens.add(new Token(Form.QUOTED, matcher.group(),
					SourceExcerpt.locate(literal, text.codePointCount(0, matcher.start()) + 1)));
		}
	}

	@Override
	public void statementEnd() {
		this.brackets = 0;
		this.colon = null;
	}

	/** What is meant. */
	public enum Form {

		/** {@code :from}, the first key. */
		FROM,

		/** {@code :to}, the last key. */
		TO,

		/** One of the two, between square brackets. */
		BRACKETED,

		/** One of the two, in a string constant, a quoted name or a body. */
		QUOTED,

		/** Another word behind a colon. */
		UNKNOWN

	}

	/**
	 * Something that looks like the range of a batch.
	 *
	 * @param form what is meant
	 * @param text the characters in the script
	 * @param position where the colon stands
	 */
	public record Token(Form form, String text, SourcePosition position) {

		/**
		 * Tells whether a key replaces it.
		 * @return {@code false} if it is an error
		 */
		public boolean isKey() {
			return this.form == Form.FROM || this.form == Form.TO;
		}

	}

}
