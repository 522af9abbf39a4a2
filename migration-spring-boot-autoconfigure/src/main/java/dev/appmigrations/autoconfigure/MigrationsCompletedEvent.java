package dev.appmigrations.autoconfigure;

import java.util.List;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.report.StepReport;

/**
 * Tells, once all singletons of a context are there, what its start has done to the
 * databases before. Published by the context as an event, unless nothing was done. What
 * happens later is published as it happens, each a {@link MigrationEvent}.
 *
 * @param events what happened, in its order: what was applied, what was undone, how
 * backfills stand, and the ends of runs
 */
public record MigrationsCompletedEvent(List<MigrationEvent> events) {

	public MigrationsCompletedEvent {
		events = List.copyOf(events);
	}

	/**
	 * Returns the migrations that were applied.
	 * @return a report of each, in their order
	 */
	public List<StepReport> applied() {
		return this.events.stream()
			.filter(MigrationEvent.Applied.class::isInstance)
			.map((event) -> ((MigrationEvent.Applied) event).step())
			.toList();
	}

}
