package dev.appmigrations.autoconfigure;

import java.util.List;

/**
 * Tells whether a test starts the application. A command would end the tests' process
 * with its own, and a URL for production is not for a test.
 */
public final class TestFrameworks {

	private static final List<String> PACKAGES = List.of("org.junit.", "org.testng.", "org.springframework.boot.test.",
			"io.cucumber.");

	private TestFrameworks() {
	}

	/**
	 * Looks for a test framework among the callers of this thread.
	 * @return whether there is one
	 */
	public static boolean areRunning() {
		// Loops: in a command nothing else has loaded the classes of streams.
		for (StackTraceElement frame : new Throwable().getStackTrace()) {
			for (String name : PACKAGES) {
				if (frame.getClassName().startsWith(name)) {
					return true;
				}
			}
		}
		return false;
	}

}
