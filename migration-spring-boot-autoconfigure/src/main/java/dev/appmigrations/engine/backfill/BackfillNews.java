package dev.appmigrations.engine.backfill;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.BackfillProgress;
import dev.appmigrations.engine.history.BackfillState;
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

	private @Nullable BackfillProgress known;

	BackfillNews(EventPublisher events, Clock clock, BackfillMigration migration) {
		this.events = events;
		this.clock = clock;
		this.migration = migration;
		this.next = clock.instant().plus(events.progressInterval());
	}

	/**
	 * Notes how it stood when the work began, which others know. That it goes on after an
	 * interruption is a change, but not where the session is given back after each batch.
	 */
	void begins(WorkedRow.Content content, boolean shared) {
		BackfillProgress progress = content.progress();
		boolean interrupted = progress.state() == BackfillState.RUNNING && progress.startedAt() != null
				&& progress.reason() == null;
		this.known = (interrupted && !shared) ? null : progress;
	}

	/** Publishes a change, if there was one since it was noted or published last. */
	void changed(WorkedRow.@Nullable Content content) {
		BackfillProgress before = this.known;
		if (content == null || (before != null && isSame(content.progress(), before))) {
			return;
		}
		this.known = content.progress();
		this.events.publish(new MigrationEvent.BackfillChanged(this.migration, report(content.progress())));
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
