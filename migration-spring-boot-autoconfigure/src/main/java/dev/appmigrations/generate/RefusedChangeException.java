package dev.appmigrations.generate;

/**
 * A change for which no migrations are generated, because they would lose something, or
 * because something has to be said first.
 */
public final class RefusedChangeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates an exception.
	 * @param reason why nothing is generated, a sentence
	 * @param action what to do next
	 */
	public RefusedChangeException(String reason, String action) {
		super(reason);
		this.action = action;
	}

	/**
	 * Returns what to do next.
	 * @return sentences
	 */
	public String action() {
		return this.action;
	}

}
