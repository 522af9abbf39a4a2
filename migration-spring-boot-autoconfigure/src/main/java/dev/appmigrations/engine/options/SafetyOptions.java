package dev.appmigrations.engine.options;

import dev.appmigrations.engine.safety.LintSettings;

/**
 * What becomes of pending migrations that would harm a running application.
 *
 * @param mode what a run does
 * @param settings what counts as harmful
 */
public record SafetyOptions(Mode mode, LintSettings settings) {

	/** What holds unless something else is set. */
	public static final SafetyOptions DEFAULT = new SafetyOptions(Mode.WARN, LintSettings.DEFAULT);

	/**
	 * What a run does.
	 */
	public enum Mode {

		/** Nobody looks. */
		OFF,

		/** It says what it has found, and goes on. */
		WARN,

		/** It stops before it has changed anything, if a finding is a failure. */
		FAIL

	}

}
