package dev.appmigrations.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import dev.appmigrations.engine.options.BackfillOptions;

import org.springframework.boot.convert.DurationUnit;

/**
 * How backfills run.
 *
 * @param mode Who does backfills of large tables. "background": the instances, after
 * their start, one at a time; "startup": whoever migrates at its start, which takes as
 * long; "command": only the command "migrations backfill"; "off": nobody, and those of
 * small tables wait too.
 * @param lease Time without a sign of the instance that works on a backfill after which
 * another takes it over. If a duration suffix is not specified, seconds will be used.
 */
public record BackfillProperties(BackfillOptions.Mode mode, @DurationUnit(ChronoUnit.SECONDS) Duration lease) {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	static final BackfillProperties DEFAULT = new BackfillProperties(BackfillOptions.DEFAULT.mode(),
			BackfillOptions.DEFAULT.lease());

	public BackfillProperties {
		// The binder passes null for what is not set.
		mode = Objects.requireNonNullElse(mode, BackfillOptions.DEFAULT.mode());
		lease = Objects.requireNonNullElse(lease, BackfillOptions.DEFAULT.lease());
		if (lease.compareTo(SHORTEST) < 0) {
			throw new IllegalArgumentException(
					"app.migrations.backfill.lease is shorter than a second: others would take over from an instance"
							+ " that works");
		}
	}

	BackfillOptions options() {
		return new BackfillOptions(this.mode, this.lease);
	}

}
