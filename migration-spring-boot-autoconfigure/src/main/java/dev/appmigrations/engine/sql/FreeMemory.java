package dev.appmigrations.engine.sql;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * How much more the heap of this JVM can take. Callers that need a lot of memory ask
 * first, and are refused with a message that names the statement; an
 * {@code OutOfMemoryError} would say nothing, and would hit the rest of the application
 * as well.
 */
public final class FreeMemory {

	/**
	 * Other threads go on while a statement is sent, and no collector packs perfectly.
	 */
	private static final double USABLE = 0.9;

	private FreeMemory() {
	}

	/**
	 * Tells whether there is room for large arrays.
	 * @param bytes how much they need together
	 * @return whether they fit, if necessary after the garbage has been collected
	 */
	public static boolean has(long bytes) {
		if (bytes <= bytes()) {
			return true;
		}
		// Until it is collected, garbage looks like memory in use.
		System.gc();
		return bytes <= bytes();
	}

	/**
	 * Returns the room for large arrays, garbage counted as memory in use. In heaps of
	 * several generations, large arrays go into the old one.
	 * @return a number of bytes, 0 or more
	 */
	public static long bytes() {
		Runtime runtime = Runtime.getRuntime();
		long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
		long largest = 0;
		long freeOfLargest = free;
		for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
			MemoryUsage usage = (pool.getType() == MemoryType.HEAP) ? pool.getUsage() : null;
			if (usage != null && usage.getMax() > largest) {
				largest = usage.getMax();
				freeOfLargest = largest - usage.getUsed();
			}
		}
		return Math.max(0, (long) (Math.min(free, freeOfLargest) * USABLE));
	}

}
