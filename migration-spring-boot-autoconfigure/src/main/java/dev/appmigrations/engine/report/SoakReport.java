package dev.appmigrations.engine.report;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How long a contract migration waits after the old release is gone, so that the
 * deployment can be taken back until then.
 *
 * @param seconds how long
 * @param endsAt when that is over, by the server's clock; {@code null} as long as an
 * instance of an older release is alive, and where nobody knows since when it waits
 */
public record SoakReport(long seconds, @Nullable Instant endsAt) {

	/**
	 * Returns the same with its end.
	 * @param end when it is over, {@code null} if that is not known
	 * @return a new report
	 */
	public SoakReport until(@Nullable Instant end) {
		return new SoakReport(this.seconds, end);
	}

	/**
	 * Returns how long it takes.
	 * @return for example {@code 24 h}
	 */
	public String text() {
		return text(Duration.ofSeconds(this.seconds));
	}

	/**
	 * Returns a time in the unit in which a person would write it.
	 * @param duration a time
	 * @return a number and a unit
	 */
	public static String text(Duration duration) {
		long seconds = duration.toSeconds();
		if (seconds >= Duration.ofDays(2).toSeconds()) {
			return duration.toDays() + " days";
		}
		if (seconds >= Duration.ofHours(2).toSeconds()) {
			return duration.toHours() + " h";
		}
		return (seconds >= Duration.ofMinutes(2).toSeconds()) ? duration.toMinutes() + " min" : seconds + " s";
	}

}
