package dev.appmigrations.engine.backfill;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Knows what stands against the next batch: a run of migrations, or a throttle.
 */
final class Holds {

	/** How long to wait before another look. */
	static final Duration PAUSE = Duration.ofSeconds(1);

	private final Throttles throttles;

	/**
	 * Creates holds.
	 * @param context what the backfill works with
	 * @param table the table that is walked
	 */
	Holds(BackfillContext context, WalkedTable table) {
		this.throttles = new Throttles(context.session(), table, context.options().throttles(), context.clock());
	}

	/** The reason to wait, {@code null} if there is none. */
	@Nullable String reason(boolean migrating) {
		return (migrating) ? "migrations run" : this.throttles.reason();
	}

	/** The share of the time in which batches may run at most. */
	double duty() {
		double limit = this.throttles.duty();
		return (limit > 0) ? limit : 1;
	}

}
