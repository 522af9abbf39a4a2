package dev.appmigrations.engine.lock;

import java.time.Clock;
import java.time.Duration;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.LockHolder;
import dev.appmigrations.engine.time.Poll;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;
import org.jspecify.annotations.Nullable;

/**
 * Polls the lock until it is ours, and says from time to time who holds it.
 */
public final class LockWaiter {

	private static final Duration FIRST_WORD = Duration.ofSeconds(1);

	private static final int WORDS_GROW_BY = 3;

	private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

	private final Clock clock;

	private final Sleeper sleeper;

	private final @Nullable Duration timeout;

	/**
	 * Creates a waiter.
	 * @param clock tells the time
	 * @param sleeper lets time pass
	 * @param timeout how long to wait for the lock, {@code null} for as long as its
	 * holder is alive
	 */
	public LockWaiter(Clock clock, Sleeper sleeper, @Nullable Duration timeout) {
		this.clock = clock;
		this.sleeper = sleeper;
		this.timeout = timeout;
	}

	/**
	 * Waits for the lock.
	 * @param lock the lock
	 * @param events receives who holds it
	 * @throws MigrationException if the time is over, or the thread is interrupted
	 */
	public void acquire(MigrationLock lock, EventPublisher events) {
		Poll waiting = new Poll(this.clock, this.sleeper, this.timeout);
		Duration nextWord = FIRST_WORD;
		while (!lock.tryAcquire()) {
			if (waiting.elapsed().compareTo(nextWord) >= 0) {
				events.publish(new MigrationEvent.LockAwaited(lock.holder(), waiting.elapsed()));
				Duration silence = nextWord.multipliedBy(WORDS_GROW_BY - 1);
				nextWord = waiting.elapsed().plus((silence.compareTo(LONGEST_SILENCE) < 0) ? silence : LONGEST_SILENCE);
			}
			if (!waiting.pause()) {
				throw timeout(lock.holder(), waiting.elapsed());
			}
		}
	}

	private static MigrationException timeout(@Nullable LockHolder holder, Duration waited) {
		String who = (holder != null) ? holder.text() : "a session that this role cannot see";
		return new MigrationException(ErrorCode.LOCK_TIMEOUT,
				"Another instance is migrating this schema; waited " + waited.toSeconds()
						+ " s for it.\nThe lock is held by " + who,
				Message.of("Wait for it to finish and start again, or raise ")
					.and(Setting.ADVISORY_LOCK_WAIT)
					.and("." + ((holder != null) ? "\nIf it hangs, this ends it: " + holder.endStatement() : "")),
				null);
	}

}
