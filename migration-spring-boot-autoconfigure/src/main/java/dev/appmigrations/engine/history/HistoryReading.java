package dev.appmigrations.engine.history;

import java.util.List;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.Migration;

/**
 * Replaces the first reading of a run: an instance signs on in the same message.
 */
@FunctionalInterface
public interface HistoryReading {

	/**
	 * Reads the facts and the history.
	 * @param session the connection of the run
	 * @param known the migrations that the application ships
	 * @param strength how far the tables are to be believed
	 * @return what was found
	 * @throws dev.appmigrations.engine.migration.MigrationException if the history cannot
	 * be read
	 */
	HistorySnapshot read(Session session, List<Migration> known, Strength strength);

}
