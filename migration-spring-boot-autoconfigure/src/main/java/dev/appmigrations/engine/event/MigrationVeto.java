package dev.appmigrations.engine.event;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.report.MigrationReport;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a run may go on. It is asked under the migrations' lock and outside any
 * transaction. An exception that it throws ends the run as well.
 */
public interface MigrationVeto {

	/**
	 * Decides before the first migration of a run.
	 * @param report how scripts and database stand
	 * @return why the run must not begin, {@code null} if it may
	 */
	default @Nullable String beforeRun(MigrationReport report) {
		return null;
	}

	/**
	 * Decides before each migration, or its rollback. Those before it stay as they are.
	 * @param migration the migration
	 * @param number its number in this run, from 1
	 * @param total how many there are in this run
	 * @return why it must not run, {@code null} if it may
	 */
	default @Nullable String beforeMigration(Migration migration, int number, int total) {
		return null;
	}

}
