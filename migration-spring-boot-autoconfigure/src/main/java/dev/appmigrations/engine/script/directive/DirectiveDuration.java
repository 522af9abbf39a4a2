package dev.appmigrations.engine.script.directive;

import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.sql.Directive;

/**
 * The value of a directive that is a duration: a whole number and {@code ms}, {@code s},
 * {@code min} or {@code h}.
 */
final class DirectiveDuration {

	private static final Pattern FORM = Pattern.compile("(\\d+)\\s*(ms|s|min|h)");

	/** The server's timeouts are integers of milliseconds. */
	private static final BigInteger LONGEST = BigInteger.valueOf(Integer.MAX_VALUE);

	private DirectiveDuration() {
	}

	/**
	 * Reads the value.
	 * @param directive the directive
	 * @return the duration, at most what the server's timeouts can hold
	 * @throws InvalidDirectiveException if it is none, or too long
	 */
	static Duration of(Directive directive) {
		return of(directive, directive.value());
	}

	/**
	 * Reads a part of the value.
	 * @param directive the directive
	 * @param text the part
	 * @return the duration, at most what the server's timeouts can hold
	 * @throws InvalidDirectiveException if it is none, or too long
	 */
	static Duration of(Directive directive, String text) {
		Matcher matcher = FORM.matcher(text);
		if (!matcher.matches()) {
			throw new InvalidDirectiveException(directive, "'" + text + "' is not a duration",
					"Write a number and ms, s, min or h: 500ms, 10min.");
		}
		ChronoUnit unit = switch (matcher.group(2)) {
			case "ms" -> ChronoUnit.MILLIS;
			case "s" -> ChronoUnit.SECONDS;
			case "min" -> ChronoUnit.MINUTES;
			default -> ChronoUnit.HOURS;
		};
		BigInteger millis = new BigInteger(matcher.group(1))
			.multiply(BigInteger.valueOf(unit.getDuration().toMillis()));
		if (millis.compareTo(LONGEST) > 0) {
			throw new InvalidDirectiveException(directive, "'" + text + "' is too long",
					"The longest time that the server knows is 2147483647ms, 24 days; 0ms is without limit.");
		}
		return Duration.ofMillis(millis.longValueExact());
	}

}
