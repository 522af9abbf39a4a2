package dev.appmigrations.engine.script.directive;

import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.sql.Directive;

/**
 * The value of a directive that is a duration: a whole number and a unit.
 */
final class DirectiveDuration {

	private static final Pattern FORM = Pattern.compile("(\\d+)\\s*(ms|s|min|h)");

	private static final Pattern SOAK = Pattern.compile("(\\d{1,3})\\s*(s|min|h|d)");

	private static final Map<String, ChronoUnit> UNITS = Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "min",
			ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);

	private static final Duration LONGEST_SOAK = Duration.ofDays(365);

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
		BigInteger millis = new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(unit(matcher).toMillis()));
		if (millis.compareTo(LONGEST) > 0) {
			throw new InvalidDirectiveException(directive, "'" + text + "' is too long",
					"The longest time that the server knows is 2147483647ms, 24 days; 0ms is without limit.");
		}
		return Duration.ofMillis(millis.longValueExact());
	}

	/**
	 * Reads a part of the value that is no timeout of the server's, and may be days.
	 * @param directive the directive
	 * @param text the part
	 * @return the duration, not zero, and at most a year
	 * @throws InvalidDirectiveException if it is none, or too long
	 */
	static Duration ofDays(Directive directive, String text) {
		Matcher matcher = SOAK.matcher(text);
		if (matcher.matches()) {
			Duration duration = unit(matcher).multipliedBy(Long.parseLong(matcher.group(1)));
			if (!duration.isZero() && duration.compareTo(LONGEST_SOAK) <= 0) {
				return duration;
			}
		}
		throw new InvalidDirectiveException(directive, "'" + text + "' is not a time to wait",
				"Write a number and s, min, h or d: 30min, 24h, 7d. The longest is 365d.");
	}

	private static Duration unit(Matcher matcher) {
		return Objects.requireNonNull(UNITS.get(matcher.group(2))).getDuration();
	}

}
