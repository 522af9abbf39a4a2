package dev.appmigrations.engine.backfill;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.BackfillSpec.Run;
import dev.appmigrations.engine.migration.BackfillSpec.Size;
import dev.appmigrations.engine.migration.BackfillSpec.Verify;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BatchSize}.
 */
class BatchSizeTests {

	private static BatchSize size(int first, int smallest, int largest) {
		return BatchSize.first(spec(new Size(first, smallest, largest), 0.5));
	}

	private static BackfillSpec spec(Size size, double duty) {
		return new BackfillSpec("t", List.of(), size, Duration.ofMillis(500), duty, null, false, 0, Run.AUTO, null,
				new Verify.None("a test"));
	}

	/** A server that does so many rows in a second. */
	private static BatchSize run(BatchSize size, double rate) {
		return size.succeeded(size.size(), Duration.ofNanos((long) (size.size() / rate * 1e9)));
	}

	@ParameterizedTest
	@CsvSource({ "1000000, 20000", "20000, 10000", "3000, 1500", "10, 100" })
	void nextComesToWhatTheServerDoesWithinTheTarget(double rate, int expected) {
		BatchSize size = size(1000, 100, 20_000);
		for (int i = 0; i < 20; i++) {
			int before = size.size();
			size = run(size, rate);
			assertThat(size.size()).isBetween(before / 2 - 10, before * 3 / 2);
		}
		assertThat(size.size()).isEqualTo(expected);
		assertThat(size.rate()).isCloseTo(rate, org.assertj.core.data.Percentage.withPercentage(0.1));
	}

	@Test
	void nextWhenOneBatchIsSlowIsSmoothed() {
		BatchSize size = size(1000, 100, 20_000);
		for (int i = 0; i < 10; i++) {
			size = run(size, 4000);
		}
		assertThat(size.size()).isEqualTo(2000);
		size = run(size, 2000);
		assertThat(size.rate()).isEqualTo(0.3 * 2000 + 0.7 * 4000);
		assertThat(size.size()).isEqualTo(1700);
	}

	@Test
	void nextWhenABatchTookFarTooLongIsHalved() {
		BatchSize size = size(1000, 100, 20_000);
		for (int i = 0; i < 10; i++) {
			size = run(size, 4000);
		}
		size = size.succeeded(2000, Duration.ofMillis(2001));
		assertThat(size.size()).isEqualTo(1000);
	}

	@Test
	void nextHasTwoDigits() {
		BatchSize size = size(1234, 100, 20_000);
		assertThat(size.size()).isEqualTo(1234);
		size = size.succeeded(1234, Duration.ofMillis(471));
		assertThat(size.size()).isEqualTo(1300);
		size = size.succeeded(1300, Duration.ofSeconds(6));
		assertThat(size.size()).isEqualTo(650);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 512, 12_345 })
	void nextWhenFixedChangesForFailuresOnly(int fixed) {
		BatchSize size = size(fixed, fixed, fixed);
		size = run(size, 1);
		size = run(size, 1e9);
		assertThat(size.size()).isEqualTo(fixed);
		size = size.timedOut();
		assertThat(size.size()).isEqualTo(Math.max(fixed / 2, 1));
		for (int i = 0; i < 10; i++) {
			size = run(size, 1e9);
		}
		assertThat(size.size()).isEqualTo(fixed);
	}

	@Test
	void nextWhenTimedOutIsHalvedDownToOneRowAndGrowsAgain() {
		BatchSize size = size(1000, 100, 20_000);
		for (int i = 0; i < 20; i++) {
			size = size.timedOut();
		}
		assertThat(size.size()).isEqualTo(1);
		size = run(size, 1e6);
		assertThat(size.size()).isEqualTo(2);
		size = run(size, 1e6);
		assertThat(size.size()).isEqualTo(3);
		for (int i = 0; i < 9; i++) {
			size = run(size, 1e6);
		}
		assertThat(size.size()).isBetween(60, 120);
	}

	@Test
	void resumedGoesOnWithinTheBounds() {
		BackfillSpec spec = spec(new Size(1000, 100, 2000), 0.5);
		assertThat(BatchSize.resumed(spec, 5000, 123).size()).isEqualTo(2000);
		assertThat(BatchSize.resumed(spec, 7, 0).size()).isEqualTo(7);
		assertThat(BatchSize.resumed(spec, 0, 0).size()).isEqualTo(1);
		assertThat(BatchSize.resumed(spec, 700, 123).rate()).isEqualTo(123);
		assertThat(BatchSize.resumed(spec(new Size(50, 50, 50), 0.5), 1000, 1).size()).isEqualTo(50);
	}

	@ParameterizedTest
	@CsvSource({ "0.5, 100", "0.25, 300", "1, 0", "0.1, 900" })
	void pauseIsTheRestOfTheTime(double duty, long pause) {
		assertThat(BatchSize.pause(Duration.ofMillis(100), duty).toMillis()).isBetween(pause - 1, pause);
	}

	@Nested
	class Bisection {

		/** Walks to the end and skips bad rows; returns how many failed for each. */
		private int[] walk(BatchSize first, int rows, List<Integer> bad) {
			BatchSize size = first;
			int failures = 0;
			int batches = 0;
			int cursor = 0;
			int found = 0;
			while (cursor < rows) {
				int from = cursor + 1;
				int to = Math.min(cursor + size.size(), rows);
				batches++;
				if (bad.stream().anyMatch((row) -> row >= from && row <= to)) {
					failures++;
					if (from == to) {
						assertThat(bad).contains(from);
						found++;
						size = size.skipped();
						cursor = to;
					}
					else {
						size = size.failedOnData(to - from + 1);
					}
				}
				else {
					size = size.succeeded(to - from + 1, Duration.ofMillis(100));
					cursor = to;
				}
			}
			assertThat(found).isEqualTo(bad.size());
			return new int[] { failures, batches };
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 2, 17, 500, 777, 1000 })
		void bisectFindsTheRowInFewTransactions(int bad) {
			BatchSize size = size(1000, 1000, 1000);
			int[] counts = walk(size, 1000, List.of(bad));
			// The first batch, and the logarithm of its size to base 4.
			assertThat(counts[0]).isLessThanOrEqualTo(6);
			assertThat(counts[1]).isLessThanOrEqualTo(26);
		}

		@Test
		void bisectWhenThereAreSeveralFindsAll() {
			walk(size(1000, 100, 20_000), 5000, List.of(1, 2, 3, 999, 1000, 1001, 4321, 5000));
		}

		@Test
		void bisectWhenNoRowFailsAgainGoesOnAsBefore() {
			BatchSize size = size(1000, 1000, 1000);
			size = size.failedOnData(1000);
			assertThat(size.size()).isEqualTo(250);
			for (int left = 1000; left > 0;) {
				int rows = Math.min(size.size(), left);
				size = size.succeeded(rows, Duration.ofMillis(100));
				left -= rows;
			}
			assertThat(size.size()).isEqualTo(1000);
		}

	}

}
