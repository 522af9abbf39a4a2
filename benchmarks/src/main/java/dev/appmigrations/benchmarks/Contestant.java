package dev.appmigrations.benchmarks;

/**
 * One way to do the work of a contest.
 *
 * @param name what it is called in the table
 * @param task does the work once
 */
record Contestant(String name, Task task) {

	/**
	 * A piece of work that knows which part of it counts.
	 */
	@FunctionalInterface
	interface Task {

		/**
		 * Does the work once.
		 * @return how long the part that counts took, in nanoseconds
		 * @throws Exception if the work cannot be done: the contest ends
		 */
		long measure() throws Exception;

	}

	/**
	 * A piece of work of which everything counts.
	 */
	@FunctionalInterface
	interface Work {

		/**
		 * Does the work once.
		 * @throws Exception if the work cannot be done
		 */
		void run() throws Exception;

		/**
		 * Does the work and looks at the clock.
		 * @return how long it took, in nanoseconds
		 * @throws Exception if the work cannot be done
		 */
		default long time() throws Exception {
			long start = System.nanoTime();
			run();
			return System.nanoTime() - start;
		}

	}

}
