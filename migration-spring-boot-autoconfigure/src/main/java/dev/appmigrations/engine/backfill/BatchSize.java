package dev.appmigrations.engine.backfill;

import java.time.Duration;

import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.BackfillSpec.Size;

/**
 * How many rows the next batch takes, so that it lasts as long as it should:
 * <ol>
 * <li>After a batch, the rate is what it did, smoothed from the fourth batch on: 0.3 of
 * the new one and 0.7 of the old. The next batch takes what the rate does within the
 * target, but at least half of the last and at most one and a half of it.
 * <li>A batch that took more than four times the target is halved at once.
 * <li>A timeout halves the size, a bad row quarters it, both down to one row; below the
 * smallest size it grows again in the same steps. A lock that was not to be had says
 * nothing about the size.
 * <li>After a bad row, the rows of the batch that failed are suspects: batches stay small
 * until the bad one is found, or all have passed. A batch that fails with one row has
 * found it, after no more failures than the logarithm of the size to base four, and one.
 * </ol>
 * Sizes have two digits, so that the plans and the logs of many batches are alike.
 *
 * @param bounds the sizes to choose from
 * @param target how long a batch should take
 * @param size the size of the next batch, in rows
 * @param rate rows in a second, 0 if not known yet
 * @param samples how many batches the rate is made of
 * @param suspects how many rows ahead have a bad one among them, 0 for none
 * @param before the size before there were suspects
 */
record BatchSize(Size bounds, Duration target, int size, double rate, int samples, long suspects, int before) {

	private static final double NEW = 0.3;

	private static final int UNSMOOTHED = 3;

	private static final int FAR_TOO_LONG = 4;

	BatchSize {
		if (size < 1 || rate < 0) {
			throw new IllegalArgumentException("A batch has at least one row");
		}
	}

	/**
	 * Begins a backfill.
	 * @param spec its sizes and its target
	 */
	static BatchSize first(BackfillSpec spec) {
		return new BatchSize(spec.size(), spec.target(), spec.size().first(), 0, 0, 0, 0);
	}

	/**
	 * Goes on where another instance has stopped; the options may have changed since.
	 * @param spec its sizes and its target
	 * @param size the size that was next
	 * @param rate the rate that was known, 0 for none
	 */
	static BatchSize resumed(BackfillSpec spec, int size, double rate) {
		int allowed = (spec.size().isFixed()) ? spec.size().first()
				: Math.min(Math.max(size, 1), spec.size().largest());
		return new BatchSize(spec.size(), spec.target(), allowed, rate, (rate > 0) ? UNSMOOTHED : 0, 0, 0);
	}

	/**
	 * Learns from a batch that committed.
	 * @param rows how many rows it walked
	 * @param took how long it took
	 */
	BatchSize succeeded(long rows, Duration took) {
		double seconds = Math.max(took.toNanos(), 1000) / 1e9;
		double measured = Math.max(rows, 1) / seconds;
		double smoothed = (this.samples < UNSMOOTHED) ? measured : NEW * measured + (1 - NEW) * this.rate;
		long left = Math.max(this.suspects - rows, 0);
		int next = (left > 0) ? quarter(left) : sizeAt(smoothed, seconds);
		return new BatchSize(this.bounds, this.target, next, smoothed, this.samples + 1, left,
				(left > 0) ? this.before : 0);
	}

	private int sizeAt(double rate, double seconds) {
		if (this.suspects > 0) {
			return this.before;
		}
		double wished = rate * this.target.toNanos() / 1e9;
		double most = Math.max(this.size * 1.5, this.size + 1.0);
		double next = Math.min(Math.max(wished, this.size / 2.0), most);
		if (seconds > FAR_TOO_LONG * this.target.toNanos() / 1e9) {
			next = Math.min(next, this.size / 2.0);
		}
		return bounded(next);
	}

	/** What a failure has made smaller than the smallest size grows in steps. */
	private int bounded(double wished) {
		int rounded = (int) Math.min(twoDigits(wished), this.bounds.largest());
		int least = (this.size >= this.bounds.smallest()) ? this.bounds.smallest() : 1;
		return Math.max(rounded, least);
	}

	private static double twoDigits(double size) {
		double unit = 1;
		while (size / unit >= 100) {
			unit *= 10;
		}
		return Math.floor(size / unit) * unit;
	}

	/** Learns from a batch that was cancelled because it took too long. */
	BatchSize timedOut() {
		return new BatchSize(this.bounds, this.target, Math.max(this.size / 2, 1), this.rate / 2, this.samples,
				this.suspects, this.before);
	}

	/**
	 * Learns from a batch that failed because of a row.
	 * @param rows how many rows it had
	 */
	BatchSize failedOnData(long rows) {
		return new BatchSize(this.bounds, this.target, quarter(rows), this.rate, this.samples, rows,
				(this.suspects > 0) ? this.before : this.size);
	}

	private static int quarter(long rows) {
		return (int) Math.min(Math.max((rows + 3) / 4, 1), Integer.MAX_VALUE);
	}

	/** Goes on behind a bad row, with the size that there was before it. */
	BatchSize skipped() {
		return (this.suspects == 0) ? this
				: new BatchSize(this.bounds, this.target, this.before, this.rate, this.samples, 0, 0);
	}

	/**
	 * Returns how long to pause behind a batch.
	 * @param took how long it took
	 * @param duty the share of the time in which batches may run, above 0 and at most 1
	 * @return the pause, possibly none
	 */
	static Duration pause(Duration took, double duty) {
		return Duration.ofNanos((long) (took.toNanos() * (1 - duty) / duty));
	}

}
