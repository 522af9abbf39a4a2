package dev.appmigrations.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import dev.appmigrations.engine.options.LockLimits;

import org.springframework.boot.convert.DurationUnit;

/**
 * The statements of the scripts.
 *
 * @param lockTimeout How long a statement of a script waits for a lock, such as that of a
 * table, before its transaction is rolled back and tried again (PostgreSQL's
 * lock_timeout): for as long, others wait behind it. Zero for no limit. Statements with
 * CONCURRENTLY wait as long as it takes. If a duration suffix is not specified,
 * milliseconds will be used.
 * @param lockRetryTimeout For how long a transaction that did not get its locks is tried
 * again; zero for not at all. If a duration suffix is not specified, seconds will be
 * used.
 */
public record StatementProperties(@DurationUnit(ChronoUnit.MILLIS) Duration lockTimeout,
		@DurationUnit(ChronoUnit.SECONDS) Duration lockRetryTimeout) {

	static final StatementProperties DEFAULT = new StatementProperties(LockLimits.DEFAULT.lockTimeout(),
			LockLimits.DEFAULT.lockRetryTimeout());

	public StatementProperties {
		// The binder passes null for what is not set.
		lockTimeout = Objects.requireNonNullElse(lockTimeout, LockLimits.DEFAULT.lockTimeout());
		lockRetryTimeout = Objects.requireNonNullElse(lockRetryTimeout, LockLimits.DEFAULT.lockRetryTimeout());
		Durations.notNegative("app.migrations.statements.lock-timeout", lockTimeout);
		Durations.notNegative("app.migrations.statements.lock-retry-timeout", lockRetryTimeout);
	}

	LockLimits limits() {
		return new LockLimits(this.lockTimeout, this.lockRetryTimeout);
	}

}
