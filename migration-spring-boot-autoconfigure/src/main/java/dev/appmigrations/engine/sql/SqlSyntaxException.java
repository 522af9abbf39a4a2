package dev.appmigrations.engine.sql;

/**
 * A script can't be split into statements, or contains what only psql understands.
 */
public final class SqlSyntaxException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient SourcePosition position;

	private final String problem;

	private final String remedy;

	SqlSyntaxException(SourcePosition position, String problem, String remedy) {
		super("line %d, column %d: %s; %s".formatted(position.line(), position.column(), problem, remedy));
		this.position = position;
		this.problem = problem;
		this.remedy = remedy;
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
		return this.remedy;
	}

}
