package dev.appmigrations.autoconfigure;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.report.BackfillReport;

/**
 * What this instance knows of backfills that are not done, without asking the database:
 * how they stood at the start, and what became of those that it works on or waits for.
 */
final class KnownBackfills {

	private final IdentityHashMap<DataSource, Map<String, String>> texts = new IdentityHashMap<>();

	/**
	 * Returns a migrator whose news are noted.
	 * @param migrator the migrator
	 */
	Migrator follow(Migrator migrator) {
		DataSource database = migrator.dataSource();
		return migrator.withListener((event) -> note(database, event));
	}

	void note(Migrator migrator, List<BackfillReport> backfills) {
		backfills.forEach((backfill) -> note(migrator.dataSource(), backfill));
	}

	private void note(DataSource database, MigrationEvent event) {
		if (event instanceof MigrationEvent.BackfillChanged changed) {
			note(database, changed.backfill());
		}
		else if (event instanceof MigrationEvent.BackfillProgressed progressed) {
			note(database, progressed.backfill());
		}
		else if (event instanceof MigrationEvent.BackfillAwaited awaited) {
			note(database, awaited.backfill());
		}
		else if (event instanceof MigrationEvent.Applied applied) {
			forget(database, applied.migration().name());
		}
	}

	private synchronized void note(DataSource database, BackfillReport backfill) {
		Map<String, String> known = this.texts.computeIfAbsent(database, (key) -> new TreeMap<>());
		if (backfill.state().equals(BackfillState.DONE.label())) {
			known.remove(backfill.name());
		}
		else {
			known.put(backfill.name(), text(backfill));
		}
	}

	/** What the server says of an error may hold data. */
	private static String text(BackfillReport backfill) {
		if (!backfill.quotesError()) {
			return backfill.text();
		}
		String reason = backfill.reason();
		int quote = (reason != null) ? reason.indexOf(": ") : -1;
		return backfill.progress()
				+ ((reason != null && quote > 0 && !backfill.failed()) ? ": " + reason.substring(0, quote) : "");
	}

	private synchronized void forget(DataSource database, String name) {
		this.texts.getOrDefault(database, new TreeMap<>()).remove(name);
	}

	/**
	 * Says how they stand.
	 * @return a text for the name of each; where databases share a name, that of each
	 */
	synchronized Map<String, String> texts() {
		Map<String, String> all = new TreeMap<>();
		this.texts.values()
			.forEach((known) -> known
				.forEach((name, text) -> all.merge(name, text, (one, other) -> one + "; " + other)));
		return all;
	}

}
