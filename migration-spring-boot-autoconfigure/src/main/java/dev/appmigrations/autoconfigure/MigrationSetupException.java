package dev.appmigrations.autoconfigure;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The beans or properties of an application do not let its migrations run. It is found
 * before any of them runs.
 */
public final class MigrationSetupException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String description;

	private final String action;

	/**
	 * Creates an exception.
	 * @param description what is wrong
	 * @param action what to do next
	 */
	public MigrationSetupException(String description, String action) {
		this(description, action, null);
	}

	/**
	 * Creates an exception.
	 * @param description what is wrong
	 * @param action what to do next
	 * @param cause the cause, {@code null} for none
	 */
	public MigrationSetupException(String description, String action, @Nullable Throwable cause) {
		super(VisibleText.lines(description + "\n" + action), cause);
		this.description = VisibleText.lines(description);
		this.action = VisibleText.lines(action);
	}

	/**
	 * Returns what is wrong.
	 * @return one or more lines
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Returns what to do.
	 * @return one or more lines
	 */
	public String action() {
		return this.action;
	}

}
