package dev.appmigrations.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;

/**
 * The advisory lock that lets one instance migrate at a time.
 *
 * @param waitTimeout How long to wait for another instance that is migrating. If not set,
 * as long as that instance is alive. If a duration suffix is not specified, seconds will
 * be used.
 */
public record AdvisoryLockProperties(@Nullable @DurationUnit(ChronoUnit.SECONDS) Duration waitTimeout) {

	static final AdvisoryLockProperties DEFAULT = new AdvisoryLockProperties(null);

	public AdvisoryLockProperties {
		Durations.notNegative("app.migrations.advisory-lock.wait-timeout", waitTimeout);
	}

}
