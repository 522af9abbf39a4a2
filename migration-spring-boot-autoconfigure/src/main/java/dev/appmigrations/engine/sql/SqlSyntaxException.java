package dev.appmigrations.engine.sql;

import dev.appmigrations.engine.wording.Message;

/**
 * A script can't be split into statements, or contains what only psql understands.
 */
public final class SqlSyntaxException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient SourcePosition position;

	private final String problem;

	private final Message remedy;

	private final boolean nul;

	SqlSyntaxException(SourcePosition position, String problem, String remedy) {
		this(position, problem, Message.of(remedy), false);
	}

	SqlSyntaxException(SourcePosition position, String problem, Message remedy) {
		this(position, problem, remedy, false);
	}

	private SqlSyntaxException(SourcePosition position, String problem, Message remedy, boolean nul) {
		super("line %d, column %d: %s; %s".formatted(position.line(), position.column(), problem, remedy));
		this.position = position;
		this.problem = problem;
		this.remedy = remedy;
		this.nul = nul;
	}

	static SqlSyntaxException nul(SourcePosition position) {
		return new SqlSyntaxException(position, "the file contains a NUL character",
				Message.of("remove it: PostgreSQL accepts none (is the file UTF-16, or not text?)"), true);
	}

	/**
	 * Tells whether a NUL character is what is wrong. Inside a comment, release 0.1 took
	 * no notice of one.
	 * @return whether it is a NUL
	 */
	public boolean isNul() {
		return this.nul;
	}

	/**
	 * Return where the offending text starts: for an unterminated literal or comment its
	 * first character.
	 * @return the position in the script
	 */
	public SourcePosition position() {
		return this.position;
	}

	/**
	 * Return what is wrong, in a phrase without the position.
	 * @return the problem
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return what to do about it, in a phrase.
	 * @return the remedy
	 */
	public String remedy() {
		return this.remedy.toString();
	}

	/**
	 * Return what to do about it, in a phrase that a shell words.
	 * @return the remedy
	 */
	public Message action() {
		return this.remedy;
	}

}
