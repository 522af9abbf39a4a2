package dev.appmigrations.engine;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.FailedAttempt;
import dev.appmigrations.engine.report.IndexBuild;
import dev.appmigrations.engine.report.LockHolder;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.report.WaitingReport;
import org.jspecify.annotations.Nullable;

/**
 * Several listeners as one.
 */
public final class ListenerGroup implements MigrationListener {

	private final List<MigrationListener> listeners;

	public ListenerGroup(List<MigrationListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public Duration progressInterval() {
		Duration shortest = (this.listeners.isEmpty()) ? MigrationListener.super.progressInterval()
				: this.listeners.get(0).progressInterval();
		for (MigrationListener listener : this.listeners) {
			Duration interval = listener.progressInterval();
			shortest = (interval.compareTo(shortest) < 0) ? interval : shortest;
		}
		return shortest;
	}

	@Override
	public void databaseAwaited(int attempt, Duration waited, String reason) {
		for (MigrationListener listener : this.listeners) {
			listener.databaseAwaited(attempt, waited, reason);
		}
	}

	@Override
	public void planned(MigrationReport report) {
		for (MigrationListener listener : this.listeners) {
			listener.planned(report);
		}
	}

	@Override
	public void lockAwaited(@Nullable LockHolder holder, Duration waited) {
		for (MigrationListener listener : this.listeners) {
			listener.lockAwaited(holder, waited);
		}
	}

	@Override
	public void migrationStarted(Migration migration, int number, int total) {
		for (MigrationListener listener : this.listeners) {
			listener.migrationStarted(migration, number, total);
		}
	}

	@Override
	public void migrationProgressed(Migration migration, long statements, long total, Duration elapsed) {
		for (MigrationListener listener : this.listeners) {
			listener.migrationProgressed(migration, statements, total, elapsed);
		}
	}

	@Override
	public void indexProgressed(Migration migration, IndexBuild build) {
		for (MigrationListener listener : this.listeners) {
			listener.indexProgressed(migration, build);
		}
	}

	@Override
	public void attemptFailed(Migration migration, FailedAttempt attempt, Duration pause) {
		for (MigrationListener listener : this.listeners) {
			listener.attemptFailed(migration, attempt, pause);
		}
	}

	@Override
	public void migrationApplied(Migration migration, StepReport step) {
		for (MigrationListener listener : this.listeners) {
			listener.migrationApplied(migration, step);
		}
	}

	@Override
	public void rollbackStarted(Migration migration, int number, int total) {
		for (MigrationListener listener : this.listeners) {
			listener.rollbackStarted(migration, number, total);
		}
	}

	@Override
	public void migrationRolledBack(Migration migration, StepReport step) {
		for (MigrationListener listener : this.listeners) {
			listener.migrationRolledBack(migration, step);
		}
	}

	@Override
	public void migrationFailed(Migration migration, MigrationException failure) {
		for (MigrationListener listener : this.listeners) {
			listener.migrationFailed(migration, failure);
		}
	}

	@Override
	public void contractAwaited(List<WaitingReport> waiting, Duration waited) {
		for (MigrationListener listener : this.listeners) {
			listener.contractAwaited(waiting, waited);
		}
	}

	@Override
	public void completed(MigrationReport report) {
		for (MigrationListener listener : this.listeners) {
			listener.completed(report);
		}
	}

}
