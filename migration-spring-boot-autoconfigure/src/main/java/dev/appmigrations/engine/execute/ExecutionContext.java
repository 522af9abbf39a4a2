package dev.appmigrations.engine.execute;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.history.RunHistory;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.lock.MigrationLock;
import dev.appmigrations.engine.migration.Callbacks;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.engine.trace.MigrationTracer;
import dev.appmigrations.engine.trace.TraceCollector;
import dev.appmigrations.engine.watch.WatchedRun;
import dev.appmigrations.engine.wording.Wording;
import org.jspecify.annotations.Nullable;

/**
 * Everything that running the scripts of one run needs.
 *
 * @param session the connection, prepared for work
 * @param sessions opens another connection, to look at the work of the first; throws a
 * {@code MigrationException} if there is none to be had
 * @param history what is known of the history, and what is written into it
 * @param lock guards each transaction
 * @param placeholders what to replace in scripts
 * @param locks how long to wait for locks on tables
 * @param events receives what happens
 * @param clock measures durations
 * @param sleeper lets time pass
 * @param wording words what is logged for the readers of a shell
 * @param traces receives what each statement locks and does; {@code null} where nothing
 * is traced
 * @param backfills what decides whether backfills run at their place
 * @param callbacks what runs around migrations
 * @param takesTurns whether others with histories of their own work in the same database,
 * so that one of them at a time does something {@code CONCURRENTLY}
 */
public record ExecutionContext(Session session, Supplier<Session> sessions, RunHistory history, MigrationLock lock,
		Placeholders placeholders, LockLimits locks, EventPublisher events, Clock clock, Sleeper sleeper,
		Wording wording, @Nullable TraceCollector traces, InlineBackfills backfills, Callbacks callbacks,
		boolean takesTurns) {

	@Nullable MigrationTracer tracer(Migration migration) {
		return (this.traces != null) ? this.traces.tracer(migration.name(), this.session, this.sessions) : null;
	}

	/**
	 * Returns what has to hold in each transaction: the lock first; that the tables are
	 * those that were judged; then the history.
	 * @param lock the guard of the lock, {@code null} for none
	 * @param history the guard of the history, {@code null} for none
	 */
	List<String> guards(@Nullable String lock, @Nullable String history) {
		List<String> guards = new ArrayList<>();
		if (lock != null) {
			guards.add(lock);
		}
		guards.addAll(this.history.pin());
		if (history != null) {
			guards.add(history);
		}
		return guards;
	}

	ExecutionContext withoutCallbacks() {
		return new ExecutionContext(this.session, this.sessions, this.history, this.lock, this.placeholders, this.locks,
				this.events, this.clock, this.sleeper, this.wording, this.traces, this.backfills, Callbacks.NONE,
				this.takesTurns);
	}

	WatchedRun watched() {
		return new WatchedRun(this.session, this.sessions, this.history.tables());
	}

}
