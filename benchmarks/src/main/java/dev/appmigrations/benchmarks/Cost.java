package dev.appmigrations.benchmarks;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

/**
 * What a piece of work cost the client.
 *
 * @param nanos how long it took, in nanoseconds
 * @param cpuNanos the CPU time of the process meanwhile: that of the compiler and the
 * garbage collector is part of it
 */
record Cost(long nanos, long cpuNanos) {

	static Cost of(Contestant.Work work) throws Exception {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		long cpu = system.getProcessCpuTime();
		long nanos = work.time();
		return new Cost(nanos, system.getProcessCpuTime() - cpu);
	}

	/**
	 * A piece of work that knows which part of its cost counts.
	 */
	@FunctionalInterface
	interface Task {

		/**
		 * Does the work once.
		 * @return what the part that counts cost
		 * @throws Exception if the work cannot be done: the contest ends
		 */
		Cost measure() throws Exception;

	}

}
