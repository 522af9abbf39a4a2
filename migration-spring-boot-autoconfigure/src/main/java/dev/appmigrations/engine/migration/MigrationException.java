package dev.appmigrations.engine.migration;

import dev.appmigrations.engine.text.VisibleFailure;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of the engine: what went wrong, where, why, and what to do next. Its
 * message holds all of it and never a password, and no hidden character.
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
		super(VisibleText.lines(description + "\n" + action), VisibleFailure.ofNullable(cause));
		this.code = code;
		this.description = VisibleText.lines(description);
		this.action = VisibleText.lines(action);
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
