package dev.appmigrations.engine;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

import dev.appmigrations.engine.execute.FailedAttempt;
import dev.appmigrations.engine.execute.IndexBuild;
import dev.appmigrations.engine.execute.LockHolder;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.report.WaitingReport;
import org.jspecify.annotations.Nullable;

/**
 * Several listeners as one.
 */
final class ListenerGroup implements MigrationListener {

	private final List<MigrationListener> listeners;

	ListenerGroup(List<MigrationListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public Duration progressInterval() {
		return this.listeners.stream()
			.map(MigrationListener::progressInterval)
			.min(Comparator.naturalOrder())
			.orElseGet(MigrationListener.super::progressInterval);
	}

	@Override
	public void databaseAwaited(int attempt, Duration waited, String reason) {
		this.listeners.forEach((listener) -> listener.databaseAwaited(attempt, waited, reason));
	}

	@Override
	public void planned(MigrationReport report) {
		this.listeners.forEach((listener) -> listener.planned(report));
	}

	@Override
	public void lockAwaited(@Nullable LockHolder holder, Duration waited) {
		this.listeners.forEach((listener) -> listener.lockAwaited(holder, waited));
	}

	@Override
	public void migrationStarted(Migration migration, int number, int total) {
		this.listeners.forEach((listener) -> listener.migrationStarted(migration, number, total));
	}

	@Override
	public void migrationProgressed(Migration migration, long statements, long total, Duration elapsed) {
		this.listeners.forEach((listener) -> listener.migrationProgressed(migration, statements, total, elapsed));
	}

	@Override
	public void indexProgressed(Migration migration, IndexBuild build) {
		this.listeners.forEach((listener) -> listener.indexProgressed(migration, build));
	}

	@Override
	public void attemptFailed(Migration migration, FailedAttempt attempt, Duration pause) {
		this.listeners.forEach((listener) -> listener.attemptFailed(migration, attempt, pause));
	}

	@Override
	public void migrationApplied(Migration migration, StepReport step) {
		this.listeners.forEach((listener) -> listener.migrationApplied(migration, step));
	}

	@Override
	public void rollbackStarted(Migration migration, int number, int total) {
		this.listeners.forEach((listener) -> listener.rollbackStarted(migration, number, total));
	}

	@Override
	public void migrationRolledBack(Migration migration, StepReport step) {
		this.listeners.forEach((listener) -> listener.migrationRolledBack(migration, step));
	}

	@Override
	public void migrationFailed(Migration migration, MigrationException failure) {
		this.listeners.forEach((listener) -> listener.migrationFailed(migration, failure));
	}

	@Override
	public void contractAwaited(List<WaitingReport> waiting, Duration waited) {
		this.listeners.forEach((listener) -> listener.contractAwaited(waiting, waited));
	}

	@Override
	public void completed(MigrationReport report) {
		this.listeners.forEach((listener) -> listener.completed(report));
	}

}
