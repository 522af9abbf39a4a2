package dev.appmigrations.engine.watch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.support.CapturedLog;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Watch}.
 */
class WatchTests {

	private static final Duration FOREVER = Duration.ofHours(1);

	@Test
	void looksInADaemonThreadOfItsNameUntilItIsClosed() throws Exception {
		CompletableFuture<Thread> looking = new CompletableFuture<>();
		Watch watch = new Watch("looks", () -> {
			looking.complete(Thread.currentThread());
			Thread.sleep(FOREVER.toMillis());
		});
		Thread thread = looking.get(30, TimeUnit.SECONDS);
		assertThat(thread.getName()).isEqualTo("looks");
		assertThat(thread.isDaemon()).isTrue();
		assertThat(thread).isNotSameAs(Thread.currentThread());
		watch.close();
		assertThat(thread.isAlive()).isFalse();
	}

	@Test
	void closeWhenTheLookHasEndedReturns() throws Exception {
		CountDownLatch looked = new CountDownLatch(1);
		try (Watch watch = new Watch("looks", looked::countDown)) {
			assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(watch).isNotNull();
		}
	}

	@Test
	void closeDoesNotWaitForALookThatDoesNotEnd() throws Exception {
		CompletableFuture<Void> end = new CompletableFuture<>();
		CompletableFuture<Thread> looking = new CompletableFuture<>();
		Watch watch = new Watch("stuck", () -> {
			looking.complete(Thread.currentThread());
			// Heeds no interruption, as a driver that waits for the server.
			end.join();
		});
		Thread thread = looking.get(30, TimeUnit.SECONDS);
		long start = System.nanoTime();
		watch.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
		assertThat(thread.isAlive()).isTrue();
		end.complete(null);
		thread.join(FOREVER.toMillis());
	}

	@Test
	void closeOfAnInterruptedThreadKeepsTheMark() {
		Watch watch = new Watch("looks", () -> Thread.sleep(FOREVER.toMillis()));
		Thread.currentThread().interrupt();
		watch.close();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void lookThatFindsNoConnectionIsNoFailure() {
		try (CapturedLog log = CapturedLog.open()) {
			Watch watch = new Watch("looks", () -> {
				throw new MigrationException(ErrorCode.DATABASE_UNAVAILABLE, "There is none", "Wait", null);
			});
			watch.close();
			assertThat(log.messages(Level.DEBUG)).singleElement()
				.asString()
				.startsWith("looks sees nothing: There is none");
			assertThat(log.messages(Level.WARN)).isEmpty();
		}
	}

}
