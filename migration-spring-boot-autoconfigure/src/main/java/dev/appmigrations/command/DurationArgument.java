package dev.appmigrations.command;

import java.time.Duration;

import org.springframework.boot.convert.DurationStyle;

/**
 * A duration in a command line.
 */
final class DurationArgument {

	private DurationArgument() {
	}

	/**
	 * Reads a duration.
	 * @param option the option, for messages
	 * @param text what was typed, such as {@code 30s} or {@code 10m}
	 * @return the duration, not negative
	 * @throws UsageException if it is none
	 */
	static Duration parse(String option, String text) {
		try {
			Duration duration = DurationStyle.detectAndParse(text);
			if (!duration.isNegative()) {
				return duration;
			}
		}
		catch (ArithmeticException | IllegalArgumentException ex) {
			// Told below.
		}
		throw new UsageException(option + " " + text + " is not a duration.", "Write for example " + option + " 10m.");
	}

}
