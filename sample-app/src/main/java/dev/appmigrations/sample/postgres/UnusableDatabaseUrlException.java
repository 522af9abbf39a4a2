package dev.appmigrations.sample.postgres;

/**
 * The environment names a database in a way that leads nowhere.
 */
final class UnusableDatabaseUrlException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	UnusableDatabaseUrlException(String reason, String property) {
		super(reason + ". The embedded server was not started.");
		this.property = property;
	}

	/**
	 * Returns what to set.
	 * @return the name of a variable or property
	 */
	String property() {
		return this.property;
	}

}
