package dev.appmigrations.engine.execute;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.ProgressTable;
import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.history.SchemaHistory;
import dev.appmigrations.engine.history.TablePin;
import dev.appmigrations.engine.history.TableTrust;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.lock.MigrationLock;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.engine.watch.WatchedRun;

/**
 * What all migrations of one run share.
 *
 * @param session the connection, prepared for work
 * @param sessions opens another connection, to look at the work of the first; throws a
 * {@code MigrationException} if there is none to be had
 * @param history makes the records
 * @param tables where they go
 * @param trust what is known of the tables themselves
 * @param begun what has begun before this run and is not finished
 * @param lock guards each transaction
 * @param placeholders what to replace in scripts
 * @param recorder who runs this
 * @param keepsRollbacks whether the history keeps the scripts that undo migrations
 * @param locks how long to wait for locks on tables
 * @param events receives what happens
 * @param clock measures durations
 * @param sleeper lets time pass
 */
public record ExecutionContext(Session session, Supplier<Session> sessions, SchemaHistory history, HistoryTables tables,
		TableTrust trust, List<Progress> begun, MigrationLock lock, Placeholders placeholders, Recorder recorder,
		boolean keepsRollbacks, LockLimits locks, EventPublisher events, Clock clock, Sleeper sleeper) {

	Optional<Progress> begun(Migration migration, Progress.Direction direction) {
		return Optional.ofNullable(Progress.find(this.begun, migration.name(), direction));
	}

	/** Makes sure, at the beginning of a transaction, that the tables are the same. */
	List<String> pin() {
		return TablePin.statements(this.tables, this.trust);
	}

	/** Makes sure of the log, in front of a record. */
	List<String> pinLog() {
		return TablePin.log(this.tables, this.trust);
	}

	WatchedRun watched() {
		return new WatchedRun(this.session, this.sessions, this.tables);
	}

	ProgressTable progress() {
		return new ProgressTable(this.tables, this.trust);
	}

}
