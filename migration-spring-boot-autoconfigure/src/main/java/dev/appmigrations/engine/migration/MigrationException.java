package dev.appmigrations.engine.migration;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of the engine: what went wrong, where, why, and what to do next. Its
 * message holds all of it and never a password.
 */
public class MigrationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ErrorCode code;

	private final String description;

	private final String action;

	/**
	 * Creates an exception.
	 * @param code the stable code
	 * @param description what went wrong, where and why; may have several lines
	 * @param action what to do next
	 * @param cause the cause, {@code null} where there is none
	 */
	public MigrationException(ErrorCode code, String description, String action, @Nullable Throwable cause) {
		super(description + "\n" + action, cause);
		this.code = code;
		this.description = description;
		this.action = action;
	}

	/**
	 * Returns the stable code.
	 * @return the code
	 */
	public ErrorCode code() {
		return this.code;
	}

	/**
	 * Returns what went wrong, where and why.
	 * @return one or more lines
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Returns what to do next.
	 * @return one or more lines
	 */
	public String action() {
		return this.action;
	}

}
