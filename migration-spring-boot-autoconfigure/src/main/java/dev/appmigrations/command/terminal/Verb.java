package dev.appmigrations.command.terminal;

/**
 * Words for what a run does with migrations.
 */
public enum Verb {

	/** They are applied. */
	APPLY("applying", "applied"),

	/** They are rolled back. */
	UNDO("undoing", "undone"),

	/** They are rolled back and applied again. */
	REDO("redoing", "redone"),

	/** Their rollbacks are proven. */
	PROVE("proving", "proven");

	private final String doing;

	private final String done;

	Verb(String doing, String done) {
		this.doing = doing;
		this.done = done;
	}

	/**
	 * Returns what is happening.
	 * @return one word
	 */
	String doing() {
		return this.doing;
	}

	/**
	 * Returns what has happened.
	 * @return one word, also a member of the JSON
	 */
	public String done() {
		return this.done;
	}

}
