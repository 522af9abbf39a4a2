package dev.appmigrations.benchmarks;

/**
 * Measures one kind of work and prints what it found.
 */
@FunctionalInterface
interface Benchmark {

	/**
	 * Measures and prints.
	 * @param server where databases can be had
	 * @param rounds how many rounds are measured
	 * @throws Exception if the work cannot be done
	 */
	void run(Server server, Rounds rounds) throws Exception;

	/**
	 * How many rounds are measured.
	 *
	 * @param wanted the number, or 0 for the benchmark's own
	 */
	record Rounds(int wanted) {

		int or(int own) {
			return (this.wanted > 0) ? this.wanted : own;
		}

	}

}
