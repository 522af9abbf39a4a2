package dev.appmigrations.autoconfigure.observation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.migration.Migration;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes the runs of a migrator, and each migration. The events of a run that begin and
 * end something come in its thread; a run may be part of another one.
 */
final class ObservationListener implements MigrationListener {

	private final String migrator;

	private final Supplier<ObservationRegistry> registry;

	private final Supplier<@Nullable MigrationRunObservationConvention> runs;

	private final Supplier<@Nullable MigrationObservationConvention> migrations;

	private final Map<Thread, Deque<Open>> open = new ConcurrentHashMap<>();

	ObservationListener(String migrator, Supplier<ObservationRegistry> registry,
			Supplier<@Nullable MigrationRunObservationConvention> runs,
			Supplier<@Nullable MigrationObservationConvention> migrations) {
		this.migrator = migrator;
		this.registry = registry;
		this.runs = runs;
		this.migrations = migrations;
	}

	@Override
	public void onEvent(MigrationEvent event) {
		if (event instanceof MigrationEvent.Planned) {
			MigrationRunObservationContext context = new MigrationRunObservationContext(this.migrator);
			begin(context, Observation.start(this.runs.get(), new DefaultMigrationRunObservationConvention(),
					() -> context, this.registry.get()));
		}
		else if (event instanceof MigrationEvent.Started started) {
			begin(started.migration(), false);
		}
		else if (event instanceof MigrationEvent.RollbackStarted started) {
			begin(started.migration(), true);
		}
		else if (event instanceof MigrationEvent.Applied || event instanceof MigrationEvent.RolledBack) {
			done();
		}
		else if (event instanceof MigrationEvent.Failed failed) {
			endMigration(failed.failure());
		}
		else if (event instanceof MigrationEvent.Ended ended) {
			endMigration(null);
			end(ended.failure());
		}
	}

	private void begin(Migration migration, boolean rollback) {
		// One that goes on in batches has no end of its own.
		endMigration(null);
		MigrationObservationContext context = new MigrationObservationContext(this.migrator, migration, rollback);
		begin(context, Observation.start(this.migrations.get(), new DefaultMigrationObservationConvention(),
				() -> context, this.registry.get()));
	}

	private void begin(Observation.Context context, Observation observation) {
		this.open.computeIfAbsent(Thread.currentThread(), (key) -> new ArrayDeque<>())
			.push(new Open(context, observation, observation.openScope()));
	}

	private void done() {
		if (context() instanceof MigrationObservationContext migration) {
			migration.done();
			end(null);
			if (context() instanceof MigrationRunObservationContext run) {
				run.oneApplied();
			}
		}
	}

	private void endMigration(@Nullable RuntimeException failure) {
		if (context() instanceof MigrationObservationContext) {
			end(failure);
		}
	}

	/** What has begun last in this thread. */
	private Observation.@Nullable Context context() {
		Deque<Open> all = this.open.get(Thread.currentThread());
		Open latest = (all != null) ? all.peek() : null;
		return (latest != null) ? latest.context() : null;
	}

	private void end(@Nullable Throwable failure) {
		Deque<Open> all = this.open.get(Thread.currentThread());
		Open latest = (all != null) ? all.poll() : null;
		if (all == null || latest == null) {
			return;
		}
		if (all.isEmpty()) {
			this.open.remove(Thread.currentThread());
		}
		latest.scope().close();
		if (failure != null) {
			latest.observation().error(failure);
		}
		latest.observation().stop();
	}

	/** An observation that has begun. */
	private record Open(Observation.Context context, Observation observation, Observation.Scope scope) {

	}

}
