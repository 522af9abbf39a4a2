package dev.appmigrations.engine.sql;

/**
 * The kind of a piece of SQL text, by the rules of PostgreSQL's {@code scan.l}. White
 * space only separates.
 */
public enum TokenType {

	/**
	 * A comment from {@code --} up to the end of the line, which is not part of it.
	 */
	LINE_COMMENT,

	/**
	 * A comment between slash-star and star-slash, with those nested in it.
	 */
	BLOCK_COMMENT,

	/**
	 * A keyword or an unquoted name.
	 */
	IDENTIFIER,

	/**
	 * {@code "name"} or {@code U&"name"}.
	 */
	QUOTED_IDENTIFIER,

	/**
	 * The first (mostly the only) part of a string constant, with its prefix:
	 * {@code '…'}, {@code E'…'}, {@code B'…'}, {@code X'…'}, {@code N'…'} or
	 * {@code U&'…'}.
	 */
	STRING,

	/**
	 * A further part of the string constant before it: two parts with a line end, and
	 * otherwise only white space and line comments, between them are one constant.
	 */
	STRING_CONTINUATION,

	/**
	 * {@code $$…$$} or {@code $tag$…$tag$}.
	 */
	DOLLAR_STRING,

	/**
	 * A number, with whatever letters stand directly behind it.
	 */
	NUMBER,

	/**
	 * {@code $1}.
	 */
	PARAMETER,

	/**
	 * An operator, by the longest match that contains no comment.
	 */
	OPERATOR,

	/**
	 * One of {@code , . .. : :: := [ ]}.
	 */
	SYMBOL,

	/**
	 * An opening parenthesis.
	 */
	LEFT_PARENTHESIS,

	/**
	 * A closing parenthesis.
	 */
	RIGHT_PARENTHESIS,

	/**
	 * A semicolon.
	 */
	SEMICOLON,

	/**
	 * A backslash outside quotes, with the rest of its line: a command for psql.
	 */
	META_COMMAND,

	/**
	 * A character that means nothing to PostgreSQL here; the server will say so.
	 */
	OTHER;

	/**
	 * Return whether the server does not see it at all.
	 * @return {@code true} for comments and commands for psql
	 */
	public boolean isIgnored() {
		return this == LINE_COMMENT || this == BLOCK_COMMENT || this == META_COMMAND;
	}

}
