package dev.appmigrations.engine.watch;

import java.util.List;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.IndexBuild;
import dev.appmigrations.engine.time.Sleeper;

/**
 * Looks from a second connection how far a concurrent statement has come that takes long,
 * and for whom it waits. The statement does not depend on it: without a second connection
 * to be had, nothing is reported.
 */
public final class IndexWatch {

	private IndexWatch() {
	}

	/**
	 * Starts to watch.
	 * @param run the run, whose session builds the index
	 * @param migration the migration
	 * @param events receives how far it has come
	 * @param sleeper lets time pass between two observations
	 * @return what ends the watch
	 */
	public static Watch start(WatchedRun run, Migration migration, EventPublisher events, Sleeper sleeper) {
		return new Watch("migration-progress", () -> {
			do {
				sleeper.sleep(events.progressInterval());
			}
			while (observe(run, migration, events));
		});
	}

	private static boolean observe(WatchedRun run, Migration migration, EventPublisher events) {
		// Given back each time: a pool may have no third connection for other watches.
		try (Session session = run.sessions().get()) {
			observe(run.backend(session), migration, session, events);
		}
		return !Thread.currentThread().isInterrupted();
	}

	private static void observe(int builder, Migration migration, Session session, EventPublisher events) {
		Rows rows = session
			.query(List.of("SELECT p.index_relid::pg_catalog.regclass AS name, p.phase, " + IndexPercent.SQL
					+ " AS percent"
					+ " FROM pg_catalog.pg_stat_progress_create_index p WHERE p.pid OPERATOR(pg_catalog.=) " + builder))
			.rows(0);
		List<Blocker> blockers = Blockers.of(session, builder);
		if (rows.size() > 0) {
			String name = rows.value(0, "name");
			String percent = rows.value(0, "percent");
			events.publishAside(
					new MigrationEvent.IndexProgressed(migration, new IndexBuild(("-".equals(name)) ? null : name,
							rows.required(0, "phase"), (percent != null) ? Integer.valueOf(percent) : null, blockers)));
		}
		else if (!blockers.isEmpty()) {
			events.publishAside(new MigrationEvent.IndexProgressed(migration,
					new IndexBuild(null, "waiting for others", null, blockers)));
		}
	}

}
