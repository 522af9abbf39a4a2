package dev.appmigrations.engine.script;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * Refuses <code>${name}</code> that was left in a script because it has no value. Inside
 * a dollar-quoted body or a comment it is no error: there it may well be text of another
 * language.
 */
final class UndefinedPlaceholders {

	private static final Pattern FORM = Pattern.compile("\\$\\{([\\p{L}\\p{N}_.:-]+)}");

	/**
	 * The text after a dollar sign outside of literals, where it is several tokens.
	 */
	private final StringBuilder outside = new StringBuilder();

	private @Nullable SourcePosition dollar;

	/** Where the next token stands if nothing separates it from the last one. */
	private long adjacent;

	void token(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position) {
		switch (type) {
			case STRING, STRING_CONTINUATION, QUOTED_IDENTIFIER ->
				refuse(new String(buffer, start, end - start), position.get());
			case LINE_COMMENT, BLOCK_COMMENT, DOLLAR_STRING, META_COMMAND -> this.dollar = null;
			default -> outside(buffer, start, end, position);
		}
	}

	private void outside(char[] buffer, int start, int end, Supplier<SourcePosition> position) {
		if (this.dollar != null && position.get().offset() != this.adjacent) {
			this.dollar = null;
		}
		if (this.dollar == null) {
			if (buffer[end - 1] != '$') {
				return;
			}
			this.dollar = positionOfLast(buffer, start, end, position.get());
			this.adjacent = this.dollar.offset() + 1;
			this.outside.setLength(0);
			this.outside.append('$');
			return;
		}
		this.outside.append(buffer, start, end - start);
		this.adjacent += end - start;
		if (buffer[end - 1] == '}' || this.outside.length() > PlaceholderReader.LONGEST_NAME) {
			SourcePosition begin = this.dollar;
			this.dollar = null;
			refuse(this.outside.toString(), begin);
		}
	}

	/** A dollar may be the last character of an identifier. */
	private static SourcePosition positionOfLast(char[] buffer, int start, int end, SourcePosition first) {
		int before = end - 1 - start;
		return new SourcePosition(first.offset() + before, first.line(),
				first.column() + Character.codePointCount(buffer, start, before));
	}

	private static void refuse(String text, SourcePosition position) {
		Matcher matcher = FORM.matcher(text);
		if (matcher.find()) {
			throw UnusableScriptException.placeholder(matcher.group(1), position);
		}
	}

}
