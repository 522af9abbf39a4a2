package dev.appmigrations.autoconfigure.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.report.BackfillReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Counts what the events of a migrator tell: attempts to get locks, and the rows of
 * backfills that this instance works on.
 */
final class MeterListener implements MigrationListener {

	private final Tags tags;

	private final Supplier<MeterRegistry> registry;

	/** How far the backfills are that this instance works on, by name. */
	private final Map<String, BackfillReport> backfills = new ConcurrentHashMap<>();

	MeterListener(String migrator, Supplier<MeterRegistry> registry) {
		this.tags = Tags.of("migrator", migrator);
		this.registry = registry;
	}

	@Override
	public void onEvent(MigrationEvent event) {
		if (event instanceof MigrationEvent.AttemptFailed) {
			attempt("failed");
		}
		else if (event instanceof MigrationEvent.Applied || event instanceof MigrationEvent.RolledBack) {
			attempt("succeeded");
		}
		else if (event instanceof MigrationEvent.LockAwaited) {
			count("app.migrations.lock.waits", this.tags, 1);
		}
		else if (event instanceof MigrationEvent.BackfillChanged changed) {
			boolean paused = changed.backfill().reason() != null && !changed.backfill().isDone();
			count("app.migrations.backfill.pauses", tags(changed.backfill()), (paused) ? 1 : 0);
			progressed(changed.backfill());
		}
		else if (event instanceof MigrationEvent.BackfillProgressed progressed) {
			progressed(progressed.backfill());
		}
	}

	private void attempt(String outcome) {
		count("app.migrations.lock.attempts", this.tags.and("outcome", outcome), 1);
	}

	private void count(String name, Tags tags, double amount) {
		this.registry.get().counter(name, tags).increment(amount);
	}

	/** The rows that were walked before are not this instance's work of now. */
	private void progressed(BackfillReport backfill) {
		BackfillReport before = this.backfills.put(backfill.name(), backfill);
		Tags tags = tags(backfill);
		if (before == null) {
			gauge("app.migrations.backfill.position", tags, backfill.name(), MeterListener::position);
			gauge("app.migrations.backfill.batch.size", tags, backfill.name(), BackfillReport::batchSize);
		}
		long rows = (before != null && before.pass() == backfill.pass()) ? backfill.rows() - before.rows() : 0;
		count("app.migrations.backfill.rows", tags, (double) Math.max(0, rows));
	}

	private static double position(BackfillReport backfill) {
		if (backfill.isDone()) {
			return 1;
		}
		return (backfill.position() != null) ? backfill.position() : 0;
	}

	private void gauge(String name, Tags tags, String backfill, ToDoubleFunction<BackfillReport> value) {
		Gauge.builder(name, this.backfills, (all) -> value.applyAsDouble(all.get(backfill)))
			.tags(tags)
			.register(this.registry.get());
	}

	private Tags tags(BackfillReport backfill) {
		return this.tags.and("backfill", backfill.name());
	}

}
