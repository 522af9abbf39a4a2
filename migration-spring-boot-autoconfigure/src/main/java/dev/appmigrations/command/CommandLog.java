package dev.appmigrations.command;

import java.util.List;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.core.env.Environment;

/**
 * Decides whether a command is worth the time that it takes to set up the log. Without
 * {@code --verbose} the console shows warnings only. A command that reads does without
 * them, unless the application has a log file or a configuration of its own, which may
 * send them elsewhere.
 */
final class CommandLog {

	private static final List<String> PROPERTIES = List.of("logging.file.name", "logging.file.path", "logging.config");

	private static final List<String> FILES = List.of("logback-spring.xml", "logback.xml", "logback-test.xml",
			"log4j2-spring.xml", "log4j2.xml", "log4j2-test.xml");

	private CommandLog() {
	}

	/**
	 * Tells whether the application says where it logs to.
	 * @param event has the application and its environment
	 * @return whether it does
	 */
	static boolean isConfigured(ApplicationEnvironmentPreparedEvent event) {
		Environment environment = event.getEnvironment();
		for (String property : PROPERTIES) {
			if (environment.containsProperty(property)) {
				return true;
			}
		}
		ClassLoader classLoader = event.getSpringApplication().getClassLoader();
		for (String file : FILES) {
			if (classLoader.getResource(file) != null) {
				return true;
			}
		}
		return false;
	}

}
