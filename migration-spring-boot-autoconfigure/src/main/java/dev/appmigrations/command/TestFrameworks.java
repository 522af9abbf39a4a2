package dev.appmigrations.command;

import java.util.List;

/**
 * Tells whether a test starts the application: a command would end the tests' process
 * with its own.
 */
final class TestFrameworks {

	private static final List<String> PACKAGES = List.of("org.junit.", "org.testng.", "org.springframework.boot.test.",
			"io.cucumber.");

	private TestFrameworks() {
	}

	static boolean areRunning() {
		return StackWalker.getInstance().walk((frames) -> frames.anyMatch(TestFrameworks::isTest));
	}

	private static boolean isTest(StackWalker.StackFrame frame) {
		return PACKAGES.stream().anyMatch(frame.getClassName()::startsWith);
	}

}
