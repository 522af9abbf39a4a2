package dev.appmigrations.engine.run;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import dev.appmigrations.engine.script.CatalogReader;
import dev.appmigrations.engine.script.MigrationCatalog;
import dev.appmigrations.engine.time.Uninterrupted;

/**
 * Reads the scripts in a thread of its own, while the caller connects and reads the
 * history: neither needs the other, and each takes about as long.
 */
final class CatalogReading {

	private final FutureTask<MigrationCatalog> task;

	private CatalogReading(FutureTask<MigrationCatalog> task) {
		this.task = task;
	}

	/**
	 * Begins to read.
	 * @param reader reads the scripts
	 * @return the reading, which ends by itself if nobody wants its result
	 */
	static CatalogReading start(CatalogReader reader) {
		FutureTask<MigrationCatalog> task = new FutureTask<>(reader::read);
		Thread thread = new Thread(task, "migrations-scripts");
		thread.setDaemon(true);
		thread.start();
		return new CatalogReading(task);
	}

	/**
	 * Waits for the end. An interrupt does not shorten that, as it would not shorten the
	 * reading itself.
	 * @return the catalog
	 * @throws dev.appmigrations.engine.migration.MigrationException if a location cannot
	 * be read
	 */
	MigrationCatalog catalog() {
		try {
			return Uninterrupted.resultOf(this.task);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The scripts could not be read", ex.getCause());
		}
	}

}
