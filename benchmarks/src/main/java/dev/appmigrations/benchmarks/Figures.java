package dev.appmigrations.benchmarks;

import java.util.Arrays;

/**
 * What was measured in each round of a contest, in the order of the rounds.
 */
final class Figures {

	private static final double NANOS_PER_MILLI = 1_000_000;

	private final double[] values;

	private Figures(double[] values) {
		this.values = values;
	}

	static Figures of(double... values) {
		return new Figures(values.clone());
	}

	/**
	 * Makes figures in milliseconds.
	 * @param nanos durations in nanoseconds
	 * @return the figures
	 */
	static Figures ofNanos(long... nanos) {
		return new Figures(Arrays.stream(nanos).mapToDouble((value) -> value / NANOS_PER_MILLI).toArray());
	}

	/**
	 * Divides each value by that of the same round.
	 * @param others the divisors
	 * @return the ratios
	 */
	Figures dividedBy(Figures others) {
		double[] ratios = new double[this.values.length];
		Arrays.setAll(ratios, (round) -> this.values[round] / others.values[round]);
		return new Figures(ratios);
	}

	/**
	 * Takes from each value that of the same round.
	 * @param others what to take away
	 * @return the differences
	 */
	Figures minus(Figures others) {
		double[] differences = new double[this.values.length];
		Arrays.setAll(differences, (round) -> this.values[round] - others.values[round]);
		return new Figures(differences);
	}

	double median() {
		double[] sorted = sorted();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	double min() {
		return sorted()[0];
	}

	double max() {
		return sorted()[this.values.length - 1];
	}

	/**
	 * Returns the value below which a share of them lies.
	 * @param percent the share
	 */
	double percentile(int percent) {
		return sorted()[Math.min(this.values.length - 1, this.values.length * percent / 100)];
	}

	private double[] sorted() {
		double[] sorted = this.values.clone();
		Arrays.sort(sorted);
		return sorted;
	}

}
