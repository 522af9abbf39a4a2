package dev.appmigrations.engine.backfill;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.BackfillProgress;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.report.BackfillReport;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners how a backfill goes: each change of its state or its reason, and
 * from time to time how far it has come.
 */
final class BackfillNews {

	private final EventPublisher events;

	private final Clock clock;

	private final BackfillMigration migration;

	private Instant next;

	BackfillNews(EventPublisher events, Clock clock, BackfillMigration migration) {
		this.events = events;
		this.clock = clock;
		this.migration = migration;
		this.next = clock.instant().plus(events.progressInterval());
	}

	/** Tells of a change, if there was one. */
	void changed(WorkedRow.@Nullable Content now, WorkedRow.@Nullable Content before) {
		if (now == null || (before != null && isSame(now.progress(), before.progress()))) {
			return;
		}
		this.events.publish(new MigrationEvent.BackfillChanged(this.migration, report(now.progress())));
	}

	private static boolean isSame(BackfillProgress one, BackfillProgress other) {
		return one.state() == other.state() && Objects.equals(one.reason(), other.reason())
				&& (one.startedAt() == null) == (other.startedAt() == null);
	}

	/** Tells how far it has come, if it is time. */
	void progressed(BackfillProgress progress) {
		Instant now = this.clock.instant();
		if (!now.isBefore(this.next)) {
			this.next = now.plus(this.events.progressInterval());
			this.events.publish(new MigrationEvent.BackfillProgressed(this.migration, report(progress)));
		}
	}

	private BackfillReport report(BackfillProgress progress) {
		return BackfillReport.of(this.migration, progress);
	}

}
