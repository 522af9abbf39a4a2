package dev.appmigrations.autoconfigure.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import dev.appmigrations.engine.report.WaitingReport;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of one database: the latest reading, with what became since of
 * the migrations and backfills that this instance works on. For use by several threads.
 */
public final class DatabaseState implements MigrationListener {

	private final String name;

	private final Clock clock;

	private final Duration interval;

	private final BooleanSupplier watched;

	private final Map<String, BackfillReport> backfills = new TreeMap<>();

	/** The names of the migrations that were applied since the latest reading. */
	private final Set<String> applied = new HashSet<>();

	private @Nullable MigrationReport report;

	private @Nullable Instant readAt;

	private boolean changed;

	private boolean failed;

	private @Nullable String suspension;

	DatabaseState(String name, Clock clock, Duration interval, BooleanSupplier watched) {
		this.name = name;
		this.clock = clock;
		this.interval = interval;
		this.watched = watched;
	}

	/**
	 * Returns the name of the migrator.
	 * @return the name of its bean
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Notes how scripts and database stand.
	 * @param now a reading of this moment
	 */
	public synchronized void read(MigrationReport now) {
		this.report = now;
		this.readAt = this.clock.instant();
		this.changed = false;
		this.applied.clear();
		this.backfills.clear();
		now.backfills().forEach(this::note);
	}

	/**
	 * Tells whether the latest reading is so old, or so much has happened since, that
	 * another one is due.
	 * @return always {@code false} if nobody wants to know
	 */
	public synchronized boolean isReadingDue() {
		Duration age = age();
		return this.watched.getAsBoolean() && (this.changed || age == null || age.compareTo(this.interval) >= 0);
	}

	@Override
	public synchronized void onEvent(MigrationEvent event) {
		if (event instanceof MigrationEvent.BackfillChanged change) {
			note(change.backfill());
		}
		else if (event instanceof MigrationEvent.BackfillProgressed progress) {
			note(progress.backfill());
		}
		else if (event instanceof MigrationEvent.BackfillAwaited awaited) {
			note(awaited.backfill());
		}
		else if (event instanceof MigrationEvent.Applied done) {
			this.applied.add(done.migration().name());
			this.backfills.remove(done.migration().name());
			this.changed = true;
		}
		else if (event instanceof MigrationEvent.RolledBack || event instanceof MigrationEvent.Failed) {
			this.changed = true;
		}
	}

	private void note(BackfillReport backfill) {
		if (backfill.isDone()) {
			this.backfills.remove(backfill.name());
		}
		else {
			this.backfills.put(backfill.name(), backfill);
		}
	}

	/**
	 * Notes that the run of the start has failed, or that it has not after all.
	 * @param failed whether it has
	 */
	public synchronized void startFailed(boolean failed) {
		this.failed = failed;
	}

	/**
	 * Tells whether the run of the start has failed.
	 * @return whether it has
	 */
	public synchronized boolean hasStartFailed() {
		return this.failed;
	}

	/**
	 * Notes whether the instance may serve.
	 * @param reason why it may not, {@code null} if it may
	 */
	public synchronized void suspended(@Nullable String reason) {
		this.suspension = reason;
	}

	/**
	 * Returns why the instance may not serve.
	 * @return the reason, {@code null} if it may
	 */
	public synchronized @Nullable String suspension() {
		return this.suspension;
	}

	/**
	 * Returns the latest reading.
	 * @return the reading, {@code null} if there was none yet
	 */
	public synchronized @Nullable MigrationReport report() {
		return this.report;
	}

	/**
	 * Returns how old the latest reading is.
	 * @return its age, {@code null} if there was none yet
	 */
	public synchronized @Nullable Duration age() {
		Instant read = this.readAt;
		if (read == null) {
			return null;
		}
		Duration age = Duration.between(read, this.clock.instant());
		return (age.isNegative()) ? Duration.ZERO : age;
	}

	/**
	 * Returns what is pending.
	 * @return what was at the latest reading, without what this instance has applied
	 */
	public synchronized List<PendingReport> pending() {
		MigrationReport last = this.report;
		return (last != null) ? last.pending().stream().filter((entry) -> !this.applied.contains(entry.name())).toList()
				: List.of();
	}

	/**
	 * Returns what waits.
	 * @return what did at the latest reading, without what this instance has applied
	 */
	public synchronized List<WaitingReport> waiting() {
		MigrationReport last = this.report;
		return (last != null) ? last.waiting().stream().filter((entry) -> !this.applied.contains(entry.name())).toList()
				: List.of();
	}

	/**
	 * Returns the backfills that are not done.
	 * @return those of the latest reading, and how those stand now that this instance
	 * works on or waits for
	 */
	public synchronized Collection<BackfillReport> backfills() {
		return List.copyOf(this.backfills.values());
	}

}
