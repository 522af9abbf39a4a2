package dev.appmigrations.engine.watch;

import java.util.List;
import java.util.function.Supplier;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.RunningReport;

/**
 * A run as it is watched from a second connection.
 *
 * @param session the connection that is watched
 * @param sessions opens the second connection; throws a {@code MigrationException} if
 * there is none to be had
 * @param tables the history, by whose lock the run is found behind a pooler
 */
public record WatchedRun(Session session, Supplier<Session> sessions, HistoryTables tables) {

	/**
	 * Finds those for whom the run waits right now.
	 * @param observer the second connection
	 * @return the blockers; empty if it does not wait, or the server does not say
	 */
	List<Blocker> blockers(Session observer) {
		if (!this.session.work().isPooled()) {
			return Blockers.of(observer, this.session.connection().backend());
		}
		RunningReport running = RunningWork.look(observer, this.tables);
		return (running != null) ? running.blockedBy() : List.of();
	}

	/**
	 * Finds the backend that works for the run right now.
	 * @param observer the second connection
	 * @return its process id, 0 if it is not seen
	 */
	int backend(Session observer) {
		if (!this.session.work().isPooled()) {
			return this.session.connection().backend();
		}
		RunningReport running = RunningWork.look(observer, this.tables);
		return (running != null) ? running.backend() : 0;
	}

}
