package dev.appmigrations.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.report.BackfillReport;

/**
 * What this instance knows of backfills that are not done, without asking the database:
 * how they stood at the start, and what became of those that it works on or waits for.
 */
final class KnownBackfills {

	private final Map<String, String> texts = new TreeMap<>();

	/**
	 * Returns a migrator whose news are noted.
	 * @param migrator the migrator
	 */
	Migrator follow(Migrator migrator) {
		return migrator.withListener(this::note);
	}

	void note(List<BackfillReport> backfills) {
		backfills.forEach(this::note);
	}

	private void note(MigrationEvent event) {
		if (event instanceof MigrationEvent.BackfillChanged changed) {
			note(changed.backfill());
		}
		else if (event instanceof MigrationEvent.BackfillProgressed progressed) {
			note(progressed.backfill());
		}
		else if (event instanceof MigrationEvent.BackfillAwaited awaited) {
			note(awaited.backfill());
		}
		else if (event instanceof MigrationEvent.Applied applied) {
			forget(applied.migration().name());
		}
	}

	private synchronized void note(BackfillReport backfill) {
		if (backfill.state().equals(BackfillState.DONE.label())) {
			this.texts.remove(backfill.name());
		}
		else {
			this.texts.put(backfill.name(), text(backfill));
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

	private synchronized void forget(String name) {
		this.texts.remove(name);
	}

	/**
	 * Says how they stand.
	 * @return a text for the name of each
	 */
	synchronized Map<String, String> texts() {
		return new TreeMap<>(this.texts);
	}

}
