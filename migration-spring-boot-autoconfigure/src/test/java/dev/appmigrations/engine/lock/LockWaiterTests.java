package dev.appmigrations.engine.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.LockHolder;
import dev.appmigrations.engine.time.FakeTime;
import dev.appmigrations.engine.time.Poll;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LockWaiter}.
 */
class LockWaiterTests {

	private final FakeTime time = new FakeTime();

	private final Words words = new Words();

	private void acquire(MigrationLock lock, @Nullable Duration timeout) {
		new LockWaiter(this.time, this.time, timeout).acquire(lock, new EventPublisher(List.of(this.words), List.of()));
	}

	@Test
	void acquireWhenLockIsFreeNeitherWaitsNorTells() {
		FreeLater lock = new FreeLater(Duration.ZERO, null);
		acquire(lock, null);
		assertThat(lock.attempts).isOne();
		assertThat(lock.looks).isZero();
		assertThat(this.time.pauses()).isEmpty();
		assertThat(this.words.waited).isEmpty();
	}

	@Test
	void acquireWhenLockIsHeldForMomentDoesNotTell() {
		acquire(new FreeLater(Duration.ofMillis(700), null), null);
		assertThat(this.time.pauses()).hasSize(4);
		assertThat(this.words.waited).isEmpty();
	}

	@Test
	void acquireWhenHolderTakesLongTellsFromTimeToTime() {
		LockHolder holder = new LockHolder(4711, "shop", "app", "10.0.0.1", "active", "3", "CREATE INDEX");
		acquire(new FreeLater(Duration.ofHours(1), holder), null);
		assertThat(this.words.holders).containsOnly(holder);
		assertThat(this.words.waited.get(0)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
		assertThat(this.words.waited).hasSizeBetween(55, 70);
		Duration silence = Duration.ZERO;
		for (int i = 1; i < this.words.waited.size(); i++) {
			Duration next = this.words.waited.get(i).minus(this.words.waited.get(i - 1));
			assertThat(next).isGreaterThanOrEqualTo(silence).isLessThanOrEqualTo(Duration.ofSeconds(61));
			silence = next.minusSeconds(1);
		}
	}

	@Test
	void acquireWhenHolderIsAliveWaitsForEverByDefault() {
		acquire(new FreeLater(Duration.ofDays(3), null), null);
		assertThat(this.time.pauses()).hasSizeGreaterThan(200_000);
	}

	@Test
	void acquireWhenTimeIsOverTellsWhoHoldsTheLockAndHowToEndIt() {
		LockHolder holder = new LockHolder(4711, "shop", "app", "10.0.0.1", "active", "3", "CREATE INDEX");
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> acquire(new FreeLater(Duration.ofHours(1), holder), Duration.ofSeconds(10)))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
				assertThat(ex.description()).contains(
						"backend 4711, application shop, role app, client 10.0.0.1," + " active for 3 s: CREATE INDEX");
				assertThat(ex.action()).contains("MigratorOptions.Waiting.advisoryLock",
						"SELECT pg_terminate_backend(4711)");
			});
		assertThat(this.time.pauses().stream().reduce(Duration.ZERO, Duration::plus)).isBetween(Duration.ofSeconds(9),
				Duration.ofSeconds(10));
	}

	@Test
	void acquireWhenTimeIsOverAndHolderIsNotSeenSaysSo() {
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> acquire(new FreeLater(Duration.ofHours(1), null), Duration.ZERO))
			.satisfies((ex) -> {
				assertThat(ex.description()).contains("a session that this role cannot see");
				assertThat(ex.action()).doesNotContain("pg_terminate_backend");
			});
		assertThat(this.time.pauses()).isEmpty();
	}

	@Test
	void textWhenRoleMaySeeNothingIsTheBackend() {
		assertThat(new LockHolder(7, null, null, null, null, null, null).text()).isEqualTo("backend 7");
		assertThat(new LockHolder(7, "", "app", null, "idle", "3", "").text())
			.isEqualTo("backend 7, role app, idle for 3 s");
	}

	private static final class Words implements MigrationListener {

		private final List<@Nullable LockHolder> holders = new ArrayList<>();

		private final List<Duration> waited = new ArrayList<>();

		@Override
		public void onEvent(MigrationEvent event) {
			if (event instanceof MigrationEvent.LockAwaited awaited) {
				this.holders.add(awaited.holder());
				this.waited.add(awaited.waited());
			}
		}

	}

	/**
	 * A lock that someone else holds for a time.
	 */
	private final class FreeLater implements MigrationLock {

		private final Poll held = new Poll(LockWaiterTests.this.time, LockWaiterTests.this.time, null);

		private final Duration time;

		private final @Nullable LockHolder holder;

		private int attempts;

		private int looks;

		FreeLater(Duration time, @Nullable LockHolder holder) {
			this.time = time;
			this.holder = holder;
		}

		@Override
		public boolean tryAcquire() {
			this.attempts++;
			return this.held.elapsed().compareTo(this.time) >= 0;
		}

		@Override
		public String guard() {
			throw new AssertionError("No one begins a transaction here");
		}

		@Override
		public String unbroken() {
			throw new AssertionError("No one begins a transaction here");
		}

		@Override
		public String keep() {
			throw new AssertionError("No one begins a transaction here");
		}

		@Override
		public @Nullable LockHolder holder() {
			this.looks++;
			return this.holder;
		}

		@Override
		public void release() {
			throw new AssertionError("No one asks for this");
		}

	}

}
