package dev.appmigrations.engine.options;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

/**
 * What backfills give way to. Each has two values: one at which they pause, and a better
 * one at which they go on, so that they do not do both by turns.
 *
 * @param replicaLag how far standbys are behind, {@code null} if that does not matter
 * @param slots how many bytes of WAL replication slots retain, {@code null} if that does
 * not matter; a slot that loses or has lost WAL matters, too
 * @param snapshot how old the oldest snapshot is, {@code null} if that does not matter;
 * batches go on, but for a tenth of the time
 * @param deadRows how many dead rows the table has, {@code null} if that does not matter
 * @param window when batches may run, {@code null} for always
 * @param sql a query that returns why to pause, or NULL or no row to go on; {@code null}
 * for none
 */
public record ThrottleOptions(@Nullable Time replicaLag, @Nullable Size slots, @Nullable Time snapshot,
		@Nullable DeadRows deadRows, @Nullable Window window, @Nullable String sql) {

	/** Everything but a window and a query. */
	public static final ThrottleOptions DEFAULT = new ThrottleOptions(
			new Time(Duration.ofSeconds(10), Duration.ofSeconds(5)), new Size(4L << 30, 3L << 30),
			new Time(Duration.ofMinutes(15), Duration.ofMinutes(5)),
			new DeadRows(0.3, 0.15, 100_000, Duration.ofMinutes(10)), null, null);

	/** Nothing. */
	public static final ThrottleOptions OFF = new ThrottleOptions(null, null, null, null, null, null);

	public ThrottleOptions {
		if (sql != null && sql.isBlank()) {
			throw new IllegalArgumentException("A query that throttles backfills is not blank");
		}
	}

	/**
	 * Two times.
	 *
	 * @param stop more than this pauses
	 * @param go this or less goes on
	 */
	public record Time(Duration stop, Duration go) {

		public Time {
			if (go.isNegative() || stop.compareTo(go) < 0) {
				throw new IllegalArgumentException("Backfills go on at a time (" + go
						+ ") that is not above the one at which they pause (" + stop + ")");
			}
		}

	}

	/**
	 * Two sizes.
	 *
	 * @param stop more bytes than this pause
	 * @param go this or less goes on
	 */
	public record Size(long stop, long go) {

		public Size {
			if (go < 0 || stop < go) {
				throw new IllegalArgumentException("Backfills go on at a size (" + go
						+ " bytes) that is not above the one at which they pause (" + stop + " bytes)");
			}
		}

	}

	/**
	 * Two shares of dead rows among all rows of a table.
	 *
	 * @param stop more than this pauses
	 * @param go this or less goes on
	 * @param least fewer dead rows than this do not matter
	 * @param longest the longest pause, because a vacuum may never come
	 */
	public record DeadRows(double stop, double go, long least, Duration longest) {

		public DeadRows {
			if (go < 0 || stop < go || stop > 1 || least < 0 || longest.isNegative()) {
				throw new IllegalArgumentException("Backfills go on at a share of dead rows (" + go
						+ ") that is not above the one at which they pause (" + stop + "), and both are from 0 to 1");
			}
		}

	}

	/**
	 * A part of each day, possibly over midnight.
	 *
	 * @param from when it begins
	 * @param to when it ends; the same as its beginning for the whole day
	 * @param zone the zone of both
	 */
	public record Window(LocalTime from, LocalTime to, ZoneId zone) {

		private static final String FORM = "22:00-06:00 Europe/Vienna";

		/**
		 * Reads a window.
		 * @param text such as {@code 22:00-06:00 Europe/Vienna}
		 * @return the window
		 * @throws IllegalArgumentException if it is none
		 */
		public static Window parse(String text) {
			String[] parts = text.strip().split("\\s+|-", 3);
			try {
				if (parts.length == 3) {
					return new Window(LocalTime.parse(parts[0].strip()), LocalTime.parse(parts[1].strip()),
							ZoneId.of(parts[2].strip()));
				}
			}
			catch (DateTimeException ex) {
				throw new IllegalArgumentException("'" + text + "' is not a window such as " + FORM, ex);
			}
			throw new IllegalArgumentException("'" + text + "' is not a window such as " + FORM);
		}

		@Override
		public String toString() {
			return this.from + "-" + this.to + " " + this.zone;
		}

	}

}
