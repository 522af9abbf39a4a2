package dev.appmigrations.engine.execute;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.migration.Migration;

/**
 * Publishes at intervals how far a migration has come.
 */
final class ProgressReporter {

	private final Duration interval;

	private final EventPublisher events;

	private final Clock clock;

	private final Migration migration;

	private final long total;

	private final Instant start;

	private Instant next;

	/**
	 * Creates a reporter.
	 * @param events receives the progress
	 * @param clock tells the time
	 * @param migration the migration
	 * @param total how many statements it has
	 */
	ProgressReporter(EventPublisher events, Clock clock, Migration migration, long total) {
		this.events = events;
		this.interval = events.progressInterval();
		this.clock = clock;
		this.migration = migration;
		this.total = total;
		this.start = clock.instant();
		this.next = this.start.plus(this.interval);
	}

	/**
	 * Statements have run.
	 * @param statements how many so far
	 */
	void ran(long statements) {
		Instant now = this.clock.instant();
		if (!now.isBefore(this.next)) {
			this.next = now.plus(this.interval);
			this.events.publishAside(new MigrationEvent.Progressed(this.migration, statements, this.total,
					Duration.between(this.start, now)));
		}
	}

}
