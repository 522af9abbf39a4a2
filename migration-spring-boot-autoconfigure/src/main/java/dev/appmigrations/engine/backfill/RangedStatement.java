package dev.appmigrations.engine.backfill;

import java.util.List;

import dev.appmigrations.engine.sql.RangeTokens;
import dev.appmigrations.engine.sql.SourceExcerpt;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlStatement;

/**
 * A statement of a backfill, and where in it the keys of a batch are to stand.
 *
 * @param source the statement as it stands in the script
 * @param tokens what looks like the range of a batch, in its order
 */
record RangedStatement(SqlStatement source, List<RangeTokens.Token> tokens) {

	RangedStatement {
		tokens = List.copyOf(tokens);
	}

	/**
	 * Puts keys in the place of the range.
	 * @param from SQL for the first key
	 * @param to SQL for the last key
	 * @return the statement as it is sent
	 */
	String bind(String from, String to) {
		String text = this.source.text();
		StringBuilder bound = new StringBuilder(text.length() + from.length() + to.length());
		int copied = 0;
		for (RangeTokens.Token token : this.tokens) {
			if (token.isKey()) {
				bound.append(text, copied, index(token)).append(key(token, from, to));
				copied = index(token) + token.text().length();
			}
		}
		return bound.append(text, copied, text.length()).toString();
	}

	/**
	 * Finds the place in the script that the server means by a position in what was sent.
	 * @param from SQL for the first key
	 * @param to SQL for the last key
	 * @param character the number of a character (code point) in the bound statement,
	 * from 1; 0 if the server did not say
	 * @return the place; inside of a key that of the token in its stead
	 */
	SourcePosition locate(String from, String to, int character) {
		if (character < 1) {
			return this.source.position();
		}
		String bound = bind(from, to);
		int index = bound.offsetByCodePoints(0, Math.min(character - 1, bound.codePointCount(0, bound.length())));
		int longer = 0;
		for (RangeTokens.Token token : this.tokens) {
			if (token.isKey() && index >= index(token) + longer) {
				int length = key(token, from, to).length();
				if (index < index(token) + longer + length) {
					return token.position();
				}
				longer += length - token.text().length();
			}
		}
		String text = this.source.text();
		int found = Math.min(Math.max(index - longer, 0), text.length());
		return SourceExcerpt.locate(this.source, text.codePointCount(0, found) + 1);
	}

	/**
	 * Returns the statement as a parser of PostgreSQL's grammar can read it.
	 * @return a text of the same length, with parameters in the place of the range
	 */
	String parsable() {
		return RangeTokens.withParameters(this.source.text());
	}

	/** Where a token begins in the statement. */
	int index(RangeTokens.Token token) {
		return (int) (token.position().offset() - this.source.position().offset());
	}

	boolean has(RangeTokens.Form form) {
		return this.tokens.stream().anyMatch((token) -> token.form() == form);
	}

	private static String key(RangeTokens.Token token, String from, String to) {
		return (token.form() == RangeTokens.Form.FROM) ? from : to;
	}

}
