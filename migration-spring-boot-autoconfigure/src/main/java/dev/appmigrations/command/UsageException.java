package dev.appmigrations.command;

/**
 * A command cannot be carried out as it was typed.
 */
final class UsageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	UsageException(String description, String action) {
		super(description);
		this.action = action;
	}

	/**
	 * Returns what to type instead.
	 * @return one or more lines
	 */
	String action() {
		return this.action;
	}

}
