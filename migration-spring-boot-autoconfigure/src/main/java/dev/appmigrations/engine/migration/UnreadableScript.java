package dev.appmigrations.engine.migration;

import java.io.IOException;

/**
 * A script that could be read when the migrations were planned, and no longer can.
 */
public final class UnreadableScript {

	private UnreadableScript() {
	}

	/**
	 * Describes it.
	 * @param script the script
	 * @param cause why it cannot be read
	 * @return the exception to throw
	 */
	public static MigrationException exception(Script script, IOException cause) {
		return new MigrationException(ErrorCode.SCRIPT_UNREADABLE,
				script.path() + " could not be read: " + cause.getMessage(),
				"Nothing of it was applied. Make it readable, leave it as it is while the application starts, and"
						+ " start again.",
				cause);
	}

}
