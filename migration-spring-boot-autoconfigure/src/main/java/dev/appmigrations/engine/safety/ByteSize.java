package dev.appmigrations.engine.safety;

import java.util.List;
import java.util.Locale;

/**
 * A number of bytes as people read it, in the units of {@code pg_size_pretty}: each is
 * 1024 times the one before.
 *
 * @param bytes the number
 */
public record ByteSize(long bytes) {

	private static final int FACTOR = 1024;

	/**
	 * Returns it with a unit.
	 * @return for example {@code 4.1 GB}
	 */
	@Override
	public String toString() {
		double value = this.bytes;
		for (String unit : List.of("bytes", "kB", "MB", "GB", "TB")) {
			if (value < FACTOR || unit.equals("TB")) {
				String format = (value < 100 && !unit.equals("bytes")) ? "%.1f %s" : "%.0f %s";
				return String.format(Locale.ROOT, format, value, unit);
			}
			value /= FACTOR;
		}
		throw new IllegalStateException("No unit is left");
	}

}
