package dev.appmigrations.engine.time;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Poll}.
 */
class PollTests {

	private final FakeTime time = new FakeTime();

	private Poll waiting(Duration timeout) {
		return new Poll(this.time, this.time, timeout);
	}

	@Test
	void pauseGrowsUpToSecond() {
		Poll waiting = waiting(null);
		for (int i = 0; i < 8; i++) {
			assertThat(waiting.pause()).isTrue();
		}
		assertThat(this.time.pauses()).extracting(Duration::toMillis)
			.containsExactly(50L, 100L, 200L, 400L, 800L, 1000L, 1000L, 1000L);
		assertThat(waiting.elapsed()).hasMillis(4550);
	}

	@Test
	void pauseWhenThereIsNoLimitNeverEnds() {
		Poll waiting = waiting(null);
		this.time.pass(Duration.ofDays(1000));
		assertThat(waiting.pause()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { 50, 150, 1000, 30_000, 60_000 })
	void pauseNeverWaitsLongerThanTheTimeout(long timeout) {
		Poll waiting = waiting(Duration.ofMillis(timeout));
		assertThat(Stream.generate(waiting::pause).takeWhile((more) -> more).limit(10_000).count()).isPositive()
			.isLessThan(10_000);
		assertThat(waiting.elapsed()).isLessThanOrEqualTo(Duration.ofMillis(timeout))
			.isGreaterThan(Duration.ofMillis(timeout).minusSeconds(1));
		List<Duration> pauses = List.copyOf(this.time.pauses());
		assertThat(waiting.pause()).isFalse();
		assertThat(this.time.pauses()).isEqualTo(pauses);
	}

	@Test
	void pauseWhenTimeoutIsZeroDoesNotWait() {
		assertThat(waiting(Duration.ZERO).pause()).isFalse();
		assertThat(this.time.pauses()).isEmpty();
	}

	@Test
	void pauseCountsTheTimeBetweenPausesToo() {
		Poll waiting = waiting(Duration.ofSeconds(10));
		assertThat(waiting.pause()).isTrue();
		this.time.pass(Duration.ofSeconds(10));
		assertThat(waiting.pause()).isFalse();
	}

	@Test
	void pauseWhenThreadIsInterruptedFailsAndKeepsTheMark() {
		Poll waiting = new Poll(this.time, (duration) -> {
			throw new InterruptedException();
		}, null);
		assertThatExceptionOfType(MigrationException.class).isThrownBy(waiting::pause)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.INTERRUPTED));
		assertThat(Thread.interrupted()).isTrue();
	}

}
