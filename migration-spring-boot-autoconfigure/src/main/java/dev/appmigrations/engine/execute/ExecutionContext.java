package dev.appmigrations.engine.execute;

import java.time.Clock;
import java.util.function.Supplier;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.ProgressTable;
import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.history.SchemaHistory;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.script.Placeholders;

/**
 * What all migrations of one run share.
 *
 * @param session the connection, prepared for work
 * @param sessions opens another connection, to look at the work of the first; throws a
 * {@code MigrationException} if there is none to be had
 * @param history makes the records
 * @param tables where they go
 * @param progressExists whether there is a table of progress, in which an interrupted
 * migration may stand
 * @param lock guards each transaction
 * @param placeholders what to replace in scripts
 * @param recorder who runs this
 * @param listener is told what happened
 * @param clock measures durations
 * @param sleeper lets time pass
 */
public record ExecutionContext(Session session, Supplier<Session> sessions, SchemaHistory history, HistoryTables tables,
		boolean progressExists, MigrationLock lock, Placeholders placeholders, Recorder recorder,
		ExecutionListener listener, Clock clock, Sleeper sleeper) {

	ProgressTable progress() {
		return new ProgressTable(this.tables);
	}

}
