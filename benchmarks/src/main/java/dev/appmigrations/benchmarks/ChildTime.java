package dev.appmigrations.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The CPU time of all processes that this one has started and that have ended, as Linux
 * adds it up (proc(5): cutime and cstime of {@code /proc/PID/stat}), in steps of 10 ms.
 */
final class ChildTime {

	private static final Path STAT = Path.of("/proc/self/stat");

	/** A tick of the clock is 10 ms in what Linux shows to programs. */
	private static final long NANOS_PER_TICK = 10_000_000;

	/** Fields behind the name, which may contain blanks. */
	private static final int CUTIME = 13;

	private ChildTime() {
	}

	/**
	 * Returns the time.
	 * @return nanoseconds, 0 where they cannot be known
	 * @throws IOException if they cannot be read
	 */
	static long nanos() throws IOException {
		if (!Files.exists(STAT)) {
			return 0;
		}
		String stat = Files.readString(STAT);
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[CUTIME]) + Long.parseLong(fields[CUTIME + 1])) * NANOS_PER_TICK;
	}

}
