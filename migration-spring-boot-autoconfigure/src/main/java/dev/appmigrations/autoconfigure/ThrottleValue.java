package dev.appmigrations.autoconfigure;

import java.time.Duration;
import java.util.function.Function;

import dev.appmigrations.engine.options.ThrottleOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * The two values of a throttle in one text, such as {@code 10s/5s}. YAML reads
 * {@code off} as {@code false}.
 *
 * @param property the name of the property
 * @param text its value
 */
record ThrottleValue(String property, String text) {

	static boolean isOff(String text) {
		return text.isBlank() || text.equalsIgnoreCase("off") || text.equalsIgnoreCase("false");
	}

	ThrottleOptions.@Nullable Time time() {
		return read("10s/5s", (parts) -> {
			Duration stop = DurationStyle.detectAndParse(parts[0]);
			Duration go = (parts.length > 1) ? DurationStyle.detectAndParse(parts[1]) : stop.dividedBy(2);
			return new ThrottleOptions.Time(stop, go);
		});
	}

	ThrottleOptions.@Nullable Size size() {
		return read("4GB/3GB", (parts) -> {
			long stop = DataSize.parse(parts[0]).toBytes();
			long go = (parts.length > 1) ? DataSize.parse(parts[1]).toBytes() : stop / 2;
			return new ThrottleOptions.Size(stop, go);
		});
	}

	ThrottleOptions.@Nullable DeadRows deadRows() {
		return read("30%/15%", (parts) -> {
			double stop = share(parts[0]);
			double go = (parts.length > 1) ? share(parts[1]) : stop / 2;
			ThrottleOptions.DeadRows usual = ThrottleOptions.DEFAULT.deadRows();
			return new ThrottleOptions.DeadRows(stop, go, (usual != null) ? usual.least() : 0,
					(usual != null) ? usual.longest() : Duration.ZERO);
		});
	}

	private static double share(String text) {
		return (text.endsWith("%")) ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
				: Double.parseDouble(text);
	}

	private <T> @Nullable T read(String example, Function<String[], T> reader) {
		if (isOff(this.text)) {
			return null;
		}
		String[] parts = this.text.strip().split("\\s*/\\s*", -1);
		try {
			if (parts.length <= 2) {
				return reader.apply(parts);
			}
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			// The analysis of a start that fails shows the innermost message.
			throw wrong(example, " (" + ex.getMessage() + ")");
		}
		throw wrong(example, "");
	}

	private IllegalArgumentException wrong(String example, String reason) {
		return new IllegalArgumentException("app.migrations.backfill." + this.property + " is '" + this.text + "'"
				+ reason + ": write when batches pause and when they go on, such as " + example + ", or off");
	}

}
