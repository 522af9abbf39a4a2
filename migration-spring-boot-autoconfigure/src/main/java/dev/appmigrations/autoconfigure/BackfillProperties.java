package dev.appmigrations.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.options.ThrottleOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.StringUtils;

/**
 * How backfills run. A value with a slash has two parts: batches pause above the first,
 * and go on at the second, which is half of the first if it is left out.
 *
 * @param mode Who does backfills of large tables. "background": the instances, after
 * their start, one at a time; "startup": whoever migrates at its start, which takes as
 * long; "command": only the command "migrations backfill"; "off": nobody, and those of
 * small tables wait too.
 * @param lease Time without a sign of the instance that works on a backfill after which
 * another takes it over. If a duration suffix is not specified, seconds will be used.
 * @param replicaLag How far standbys may be behind: batches pause above the first value,
 * and go on at the second; or "off".
 * @param retainedWal How much WAL replication slots may retain: batches pause above the
 * first value, and go on at the second; or "off".
 * @param oldSnapshot How old the oldest snapshot may be: above the first value batches
 * run for a tenth of the time only, until the second; or "off".
 * @param deadRows Which share of the table's rows may be dead: batches pause above the
 * first value, and go on at the second, or after ten minutes; or "off".
 * @param window Part of the day in which batches run, with a time zone: 22:00-06:00
 * Europe/Vienna. If not set, always.
 * @param throttleSql Query that returns why batches are to pause, or NULL or no row to go
 * on. It is asked every few seconds.
 */
public record BackfillProperties(BackfillOptions.Mode mode, @DurationUnit(ChronoUnit.SECONDS) Duration lease,
		String replicaLag, String retainedWal, String oldSnapshot, String deadRows, @Nullable String window,
		@Nullable String throttleSql) {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	static final BackfillProperties DEFAULT = of(BackfillOptions.DEFAULT.mode(), BackfillOptions.DEFAULT.lease());

	public BackfillProperties {
		// The binder passes null for what is not set.
		mode = Objects.requireNonNullElse(mode, BackfillOptions.DEFAULT.mode());
		lease = Objects.requireNonNullElse(lease, BackfillOptions.DEFAULT.lease());
		if (lease.compareTo(SHORTEST) < 0) {
			throw new IllegalArgumentException(
					"app.migrations.backfill.lease is shorter than a second: others would take over from an instance"
							+ " that works");
		}
		replicaLag = Objects.requireNonNullElse(replicaLag, "10s/5s");
		retainedWal = Objects.requireNonNullElse(retainedWal, "4GB/3GB");
		oldSnapshot = Objects.requireNonNullElse(oldSnapshot, "15m/5m");
		deadRows = Objects.requireNonNullElse(deadRows, "30%/15%");
		window = (StringUtils.hasText(window)) ? window : null;
		throttleSql = (StringUtils.hasText(throttleSql)) ? throttleSql : null;
		throttles(replicaLag, retainedWal, oldSnapshot, deadRows, window, throttleSql);
	}

	static BackfillProperties of(BackfillOptions.Mode mode, Duration lease) {
		return new BackfillProperties(mode, lease, "10s/5s", "4GB/3GB", "15m/5m", "30%/15%", null, null);
	}

	BackfillOptions options() {
		return new BackfillOptions(this.mode, this.lease, throttles(this.replicaLag, this.retainedWal, this.oldSnapshot,
				this.deadRows, this.window, this.throttleSql));
	}

	private static ThrottleOptions throttles(String replicaLag, String retainedWal, String oldSnapshot, String deadRows,
			@Nullable String window, @Nullable String throttleSql) {
		return new ThrottleOptions(new ThrottleValue("replica-lag", replicaLag).time(),
				new ThrottleValue("retained-wal", retainedWal).size(),
				new ThrottleValue("old-snapshot", oldSnapshot).time(),
				new ThrottleValue("dead-rows", deadRows).deadRows(), window(window), throttleSql);
	}

	private static ThrottleOptions.@Nullable Window window(@Nullable String window) {
		if (window == null || ThrottleValue.isOff(window)) {
			return null;
		}
		try {
			return ThrottleOptions.Window.parse(window);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("app.migrations.backfill.window: " + ex.getMessage());
		}
	}

}
